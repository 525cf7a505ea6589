"""Who may reach industries that stand close together: all see curves, the staff asks.

Where single plants stand, on maps and in GeoJSON, is for the staff.
"""

from distretto.formats.localisation.packed import pack
from distretto.formats.localisation.report import measure
from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.register import arriving, kept_files
from distretto.web.register import queries as register
from distretto.web.register.rules import datasets
from distretto.web.selection.queries.localisation import Settings
from distretto.web.selection.rules.localisation import measure_localisation
from distretto.web.work.models import Run

# Twelve tailors in a row, and twelve shoemakers farther apart.
TABLE = "region,isic,latitude,longitude,jobs\n" + "".join(
    f"A,1410,10.0{n:02d},20.0,5\nA,1520,10.{n:02d},20.1,5\n" for n in range(12)
)


def prepare(world):
    manager, programme = world.people["manager"], world.programme
    with arriving.arrive(TABLE.encode(), "plants.csv") as file:
        dataset = datasets.upload_dataset(file, programme=programme, by=manager)
    world.dataset = datasets.accept_dataset(
        dataset,
        name="Plants",
        source="Register",
        licence="own",
        year=2024,
        accept_problems=False,
        by=manager,
    )
    run = measure_localisation(world.dataset, Settings(), by=manager)
    report = measure(register.places_listed(world.dataset), simulations=19)
    kept_files.keep(run.arguments["file"], pack(report))
    run.state = Run.State.DONE
    run.save()
    world.run = run


def one(world):
    return {"pk": world.run.pk}


def file(kind):
    return lambda world: {**one(world), "kind": kind}


def seen(name, kwargs=None, may=EVERYBODY, **more):
    row = {"url": f"selection:{name}", "may": may, **more}
    return row | ({"kwargs": kwargs} if kwargs else {})


ROWS = [
    seen("localisation"),
    # Nothing is chosen: refused with a sentence.
    seen("measure-localisation", may=STAFF, method="post", status=422),
    seen("localised", one),
    seen("localised-pictures", one),
    seen("localised-pictures", one, STAFF, data={"kind": "map"}),
    seen("download-localised", file("csv")),
    seen("download-localised", file("geojson"), STAFF),
]
