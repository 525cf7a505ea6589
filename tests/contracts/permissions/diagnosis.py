"""Who may reach the diagnosis of a cluster."""

from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.diagnosis.models import Wave
from distretto.web.register.models import Cluster

WAVE = {"name": "Baseline", "kind": "baseline"}


def prepare(world):
    world.cluster = Cluster.objects.create(programme=world.programme, name="Knitwear")
    world.wave = Wave.objects.create(cluster=world.cluster, name="First")


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def seen(name, kwargs=None, may=EVERYBODY):
    row = {"url": f"diagnosis:{name}", "may": may}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302):
    row = seen(name, kwargs, STAFF) | {"method": "post", "status": status}
    return row | {"data": data or {}}


ROWS = [
    seen("clusters"),
    seen("home", of("cluster")),
    seen("add-wave", of("cluster"), STAFF),
    changed("add-wave", of("cluster"), WAVE),
    changed("add-wave", of("cluster"), status=422),
    seen("edit-wave", of("wave"), STAFF),
    changed("edit-wave", of("wave"), WAVE),
    changed("retire-wave", of("wave")),
]
