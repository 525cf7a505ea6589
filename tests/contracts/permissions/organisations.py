"""Who may reach firms, institutions, people, and lists of firms.

Firms are competitors: their records are for the staff, and for evaluators to read.
"""

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import MANAGERS, STAFF
from distretto.web.register import arriving
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Likeness,
    Organisation,
    Person,
    Position,
)
from distretto.web.register.rules import firm_lists

LIST = b"name,workers\nArka Knits,7\nBelo Tex,40\n"
READERS = STAFF | {Role.Kind.EVALUATOR}


def prepare(world):
    programme = world.programme
    world.cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    world.firm, world.other = (
        Organisation.objects.create(programme=programme, name=name)
        for name in ("Arka", "Belo")
    )
    world.person = Person.objects.create(programme=programme, name="Lena Ossa")
    world.position = Position.objects.create(
        person=world.person, organisation=world.firm
    )
    world.member = ClusterMember.objects.create(
        cluster=world.cluster, organisation=world.other
    )
    world.likeness = Likeness.objects.create(
        programme=programme, one=world.firm, other=world.other, score=0.8
    )
    with arriving.arrive(LIST, "firms.csv") as file:
        world.list = firm_lists.upload_firm_list(
            file, programme=programme, by=world.people["manager"]
        )


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def with_firm(name):
    return lambda world: {
        "pk": getattr(world, name).pk,
        "organisation": world.firm.pk,
    }


def seen(name, kwargs=None, may=READERS):
    row = {"url": f"register:{name}", "may": may}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302, may=STAFF):
    row = seen(name, kwargs, may) | {"method": "post", "status": status}
    return row | {"data": data or {}}


FIRM = {
    "name": "Ciro",
    "kind": "firm",
    "classification": "ISIC4",
    "consent": "not_asked",
}
PERSON = {"name": "Miro Tal", "consent": "not_asked"}
ACCEPT = {"name": "Firms", "source": "Association", "replace": "fill"}
SIZES = {"size_classes": "Micro: 0\nSmall: 10"}

ROWS = [
    seen("organisations"),
    seen("organisations-file", lambda _world: {"ending": "csv"}),
    seen("add-organisation", may=STAFF),
    changed("add-organisation", data=FIRM),
    changed("add-organisation", status=422),
    seen("organisation", of("firm")),
    seen("edit-organisation", of("firm"), STAFF),
    changed("edit-organisation", of("firm"), FIRM),
    changed("retire-organisation", of("firm")),
    seen("add-person-to", of("firm"), STAFF),
    changed("add-person-to", of("firm"), PERSON),
    seen("people"),
    seen("add-person", may=STAFF),
    changed("add-person", data=PERSON),
    seen("person", of("person")),
    seen("edit-person", of("person"), STAFF),
    changed("edit-person", of("person"), PERSON),
    changed("retire-person", of("person")),
    changed("give-position", with_firm("person"), {"title": "Owner"}),
    changed("end-position", of("position"), {"on": "2026-01-01"}),
    seen("members", of("cluster")),
    seen("choose-member", of("cluster"), STAFF),
    changed("join-cluster", with_firm("cluster")),
    changed("join-a-cluster", of("firm"), {"cluster": "x"}, status=404),
    changed("leave-cluster", of("member"), {"on": "2026-01-01"}),
    seen("change-settings", may=MANAGERS),
    changed("change-settings", data=SIZES, may=MANAGERS),
    seen("likenesses", may=STAFF),
    changed("look-for-duplicates"),
    seen("likeness", of("likeness"), STAFF),
    changed("merge", of("likeness")),
    changed("deny-likeness", of("likeness")),
    seen("firm-lists", may=STAFF),
    seen("upload-firm-list", may=STAFF),
    changed("upload-firm-list", status=422),
    seen("firm-list", of("list"), STAFF),
    changed("read-firm-list", of("list"), {"column_name": "name"}),
    changed("accept-firm-list", of("list"), ACCEPT),
    changed("retire-firm-list", of("list")),
    seen("firm-list-file", of("list"), STAFF),
    seen("firm-list-problems-csv", of("list"), STAFF),
]
