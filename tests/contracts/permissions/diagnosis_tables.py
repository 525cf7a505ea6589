"""Who may reach the tables of a study: everybody once it is with the commission."""

from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.diagnosis.models import ChainStage, ProfileFigure, Study
from distretto.web.register.models import Cluster

FRAME = {"name": "Duty on yarn", "kind": "rule"}
FIGURE = {"indicator": "Firms", "value": "5", "unit": "firms", "source": "Census"}


def prepare(world):
    cluster = Cluster.objects.create(programme=world.programme, name="Knitwear")
    world.study = Study.objects.create(
        cluster=cluster, title="Study", status=Study.Status.IN_REVIEW
    )
    world.stage = ChainStage.objects.create(study=world.study, name="Yarn")
    world.figure = ProfileFigure.objects.create(study=world.study, **FIGURE)


def of(name, **more):
    return lambda world: {"pk": getattr(world, name).pk} | more


def seen(name, kwargs, may=EVERYBODY):
    return {"url": f"diagnosis:{name}", "kwargs": kwargs, "may": may}


def changed(name, kwargs, data=None, status=302):
    row = seen(name, kwargs, STAFF)
    return row | {"method": "post", "status": status, "data": data or {}}


TABLES = (
    "profile",
    "units",
    "chain",
    "costs",
    "institutions",
    "services",
    "benchmarks",
)
ROWS = [
    *(seen(f"study-{table}", of("study")) for table in TABLES),
    seen("study-table-file", of("study", table="profile", ending="csv")),
    changed("study-profile", of("study"), FIGURE),
    changed("study-profile", of("study"), status=422),
    changed("take-figure", of("study")),
    changed("use-figure", of("figure")),
    seen("edit-costs", of("stage"), STAFF),
    changed("edit-costs", of("stage"), {"labour-median": "4"}),
    seen("add-study-row", of("study", kind="stage"), STAFF),
    changed("add-study-row", of("study", kind="figure"), FIGURE),
    changed("add-study-row", of("study", kind="frame"), FRAME),
    seen("edit-study-row", of("stage", kind="stage"), STAFF),
    changed("edit-study-row", of("figure", kind="figure"), FIGURE),
    changed("retire-study-row", of("stage", kind="stage")),
]
