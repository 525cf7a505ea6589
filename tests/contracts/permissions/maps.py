"""Who may reach cluster maps: everybody sees saved ones, the staff measures."""

from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.register import arriving
from distretto.web.register.rules import datasets
from distretto.web.selection.queries.maps import Settings
from distretto.web.selection.rules import maps, rounds

# Two districts of which one makes most of the shoes.
TABLE = (
    b"region,industry,establishments,employment\n"
    b"N1,1520,60,900\nN1,1410,20,300\nN2,1520,5,50\nN2,1410,90,2000\n"
)


def prepare(world):
    manager, programme = world.people["manager"], world.programme
    with arriving.arrive(TABLE, "table.csv") as file:
        dataset = datasets.upload_dataset(file, programme=programme, by=manager)
    world.dataset = datasets.accept_dataset(
        dataset,
        name="Jobs",
        source="Office",
        licence="own",
        year=2024,
        accept_problems=False,
        by=manager,
    )
    world.map = maps.save_map(world.dataset, Settings(), name="Map", by=manager)
    world.round = rounds.start_round(programme, by=manager, name="Round")


def one(world):
    return {"pk": world.map.pk}


def seen(name, kwargs=None, may=EVERYBODY, **more):
    row = {"url": f"selection:{name}", "may": may, **more}
    return row | ({"kwargs": kwargs} if kwargs else {})


def done(name, data, kwargs=None, **more):
    return seen(name, kwargs, STAFF, method="post", data=data, status=302, **more)


ROWS = [
    seen("maps"),
    seen("map", one),
    seen("map-cluster", lambda world: {**one(world), "rank": 1}),
    seen("cluster-background", lambda world: {**one(world), "rank": 1}),
    seen("map-pictures", one),
    seen("download-map", lambda world: {**one(world), "kind": "csv"}),
    seen("measure-map", may=STAFF),
    # Without a dataset there is nothing to draw.
    seen("measured-pictures", may=STAFF, status=404),
    seen("save-map", may=STAFF, method="post", status=422),
    done("rename-map", {"name": "Another name"}, one),
    done("retire-map", {"reason": "made twice"}, one),
    # No row is ticked: refused with a sentence.
    seen("add-candidates", one, STAFF, method="post", status=422),
]
