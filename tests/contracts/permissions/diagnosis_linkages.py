"""Who may reach the linkages of a cluster."""

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.register.models import Cluster, Organisation

FIRMS = STAFF | {Role.Kind.EVALUATOR}


def prepare(world):
    """A wave of six firms, of which the first two are tied."""
    world.cluster = Cluster.objects.create(programme=world.programme, name="Knitwear")
    world.wave = Wave.objects.create(cluster=world.cluster, name="First")
    firms = [
        Organisation.objects.create(programme=world.programme, name=f"Firm {letter}")
        for letter in "ABCDEF"
    ]
    actors = [
        LinkageActor.objects.create(wave=world.wave, organisation=each)
        for each in firms
    ]
    world.actor, world.alone = actors[0], actors[-1]
    world.linkage = Linkage.objects.create(
        wave=world.wave, source=firms[0], target=firms[1], relation="lending"
    )


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def of_kind(kind):
    return lambda world: {"pk": world.cluster.pk, "kind": kind}


def seen(name, kwargs, may=EVERYBODY, **more):
    return {"url": f"diagnosis:{name}", "may": may, "kwargs": kwargs} | more


def changed(name, kwargs, data=None, status=302):
    return seen(name, kwargs, STAFF, method="post", status=status, data=data or {})


ROWS = [
    seen("linkages", of("cluster")),
    seen("linkage-measures", of("cluster")),
    seen("linkage-change", of("cluster")),
    seen("linkage-picture", of_kind("svg")),
    seen("linkage-file", of_kind("csv"), FIRMS),
    seen("linkage-matrix", of("cluster")),
    seen("linkage-matrix-file", of_kind("csv")),
    seen("linkage-actor-matrix", of("cluster"), FIRMS),
    seen("linkage-actor-matrix-file", of_kind("csv"), FIRMS),
    seen("linkage-waves", of("cluster"), FIRMS),
    seen("linkage-actors", of("wave"), FIRMS),
    changed("add-member-actors", of("wave")),
    changed("add-linkage-actor", of("wave"), status=422),
    seen("linkage-actor", of("actor"), FIRMS),
    changed("note-linkages", of("actor"), status=422),
    changed("note-no-linkage", of("actor")),
    changed("change-linkage-actor", of("actor"), {"kind": "firm"}),
    changed("retire-linkage-actor", of("alone")),
    changed("retire-linkage", of("linkage")),
    seen("upload-linkages", of("wave"), STAFF),
    changed("upload-linkages", of("wave"), status=422),
    seen(
        "check-linkages",
        lambda world: {"pk": world.wave.pk, "token": "none"},
        STAFF,
        status=404,
    ),
    seen("linkages-from-answers", of("wave"), STAFF, status=302),
    changed("linkages-from-answers", of("wave")),
]
