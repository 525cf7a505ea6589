"""Who may reach the pages of the register: all see it, the staff changes it.

Rows of an uploaded table may be figures of single firms, and so the file, its problems
and its first rows are for the staff only.
"""

import json

from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.register import arriving, maps
from distretto.web.register.models import Cluster, Place
from distretto.web.register.rules import datasets

TABLE = b"region,industry,employment\nN1,1410,300\nN2,1520,50\nN2,1410,7\n"
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
MAP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "N3",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
    ],
}


def prepare(world):
    manager, programme = world.people["manager"], world.programme
    with arriving.arrive(TABLE, "table.csv") as file:
        world.dataset = datasets.upload_dataset(file, programme=programme, by=manager)
    with arriving.arrive(json.dumps(MAP).encode(), "map.geojson") as file:
        world.map = maps.keep_map(file, programme)
    world.place = Place.objects.create(programme=programme, code="N1", name="N1")
    world.cluster = Cluster.objects.create(programme=programme, name="Knitwear")


def place(world):
    return {"pk": world.place.pk}


def cluster(world):
    return {"pk": world.cluster.pk}


def dataset(world):
    return {"pk": world.dataset.pk}


def token(world):
    return {"token": world.map.token}


FACTS = {"name": "Jobs", "source": "Office", "licence": "own", "year": "2024"}
CLUSTER = {"name": "Knitwear", "classification": "ISIC4", "codes": "1430"}


def seen(name, kwargs=None, may=EVERYBODY):
    row = {"url": f"register:{name}", "may": may}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302):
    row = seen(name, kwargs, STAFF) | {"method": "post", "status": status}
    return row | {"data": data or {}}


ROWS = [
    seen("register"),
    seen("places"),
    seen("upload-places", may=STAFF),
    changed("upload-places", status=422),
    seen("check-places", token, STAFF),
    changed(
        "accept-places",
        token,
        {**FACTS, "code_property": "id", "although_others": "on"},
    ),
    seen("place", place),
    seen("edit-place", place, STAFF),
    changed("edit-place", place, {"name": "Knitton"}),
    changed("edit-place", place, status=422),
    changed("retire-place", place),
    seen("industries"),
    seen("industry", lambda _world: {"classification": "ISIC4", "code": "13"}),
    seen("clusters"),
    seen("add-cluster", may=STAFF),
    changed("add-cluster", data=CLUSTER),
    seen("cluster", cluster),
    seen("edit-cluster", cluster, STAFF),
    changed("edit-cluster", cluster, CLUSTER),
    changed("retire-cluster", cluster),
    seen("datasets"),
    seen("upload-dataset", may=STAFF),
    changed("upload-dataset", status=422),
    seen("dataset", dataset),
    changed("read-dataset", dataset),
    changed("answer-dataset", dataset, {"total_region": "none"}),
    changed("accept-dataset", dataset, FACTS),
    changed("accept-dataset", dataset, status=422),
    seen("edit-dataset", dataset, STAFF),
    changed("edit-dataset", dataset, FACTS),
    changed("retire-dataset", dataset),
    seen("dataset-file", dataset, STAFF),
    seen("dataset-problems", dataset, STAFF),
    seen("dataset-problems-csv", dataset, STAFF),
]
