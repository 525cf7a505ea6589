"""Who may reach stakeholders, contacts and promises: the staff, and the evaluator to
read. What is confidential is there for managers, agents and whoever wrote it only."""

from datetime import date

from distretto.web.accounts.policy import STAFF
from distretto.web.register.models import Cluster, Organisation
from distretto.web.register.rules import contacts, stakeholders
from distretto.web.register.rules.contacts import Party

READERS = STAFF | {"evaluator"}
TRUSTED = {"manager", "agent"}
DAY = date(2026, 3, 2)


def prepare(world):
    manager, programme = world.people["manager"], world.programme
    world.cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    world.firm = Organisation.objects.create(programme=programme, name="Arka Knits")
    world.stakeholder = stakeholders.add_stakeholder(
        world.cluster, {"as_of": DAY}, by=manager, organisation=world.firm
    )
    world.entry, world.secret = (
        contacts.note_contact(
            Party(world.firm),
            {
                "day": DAY,
                "channel": "visit",
                "ours": manager,
                "said": "They will come.",
                "is_confidential": is_confidential,
            },
            promise={"what": "Send the price list", "giver": "them"},
            programme=programme,
            cluster=world.cluster,
            by=manager,
        )
        for is_confidential in (False, True)
    )
    world.promise = world.entry.promises.get()
    world.told_in_trust = world.secret.promises.get()


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


CLUSTER, FIRM, STAKEHOLDER = of("cluster"), of("firm"), of("stakeholder")
ENTRY, SECRET = of("entry"), of("secret")
PROMISE, IN_TRUST = of("promise"), of("told_in_trust")


def seen(name, kwargs=None, may=READERS, **more):
    row = {"url": f"register:{name}", "may": may, **more}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302, **more):
    row = seen(name, kwargs, STAFF, **more) | {"method": "post", "status": status}
    return row | {"data": data or {}}


# Those who may work, and cannot see what was told in trust.
NOT_TRUSTED = STAFF - TRUSTED
ROWS = [
    seen("stakeholders", CLUSTER),
    seen("add-stakeholder", CLUSTER, STAFF),
    changed(
        "add-stakeholder",
        CLUSTER,
        {"person": "Rim Haddad", "person-pick": "new", "as_of": "2026-03-02"},
    ),
    changed("add-stakeholder", CLUSTER, status=422),
    seen("stakeholder", STAKEHOLDER),
    changed("assess-stakeholder", STAKEHOLDER, {"as_of": "2026-03-09"}),
    changed("assess-stakeholder", STAKEHOLDER, status=422),
    changed("retire-stakeholder", STAKEHOLDER),
    seen("contacts"),
    seen("cluster-contacts", CLUSTER),
    seen("organisation-contacts", FIRM),
    seen("contacts-file", lambda _world: {"ending": "csv"}),
    seen("note-contact", may=STAFF),
    changed("note-contact", status=422),
    seen("note-cluster-contact", CLUSTER, STAFF),
    changed("note-cluster-contact", CLUSTER, status=422),
    seen("contact", ENTRY),
    seen("contact", SECRET, TRUSTED, unseen=READERS - TRUSTED),
    seen("edit-contact", ENTRY, STAFF),
    seen("edit-contact", SECRET, TRUSTED, unseen=NOT_TRUSTED),
    changed("retire-contact", ENTRY),
    changed("promise-in-contact", ENTRY, {"what": "Come again", "giver": "us"}),
    changed("promise-in-contact", ENTRY, status=422),
    seen("note-promise", CLUSTER, STAFF),
    changed(
        "note-promise",
        CLUSTER,
        {"organisation": "Arka Knits", "what": "Pay the fee", "giver": "them"},
    ),
    changed("note-promise", CLUSTER, status=422),
    seen("edit-promise", PROMISE, STAFF),
    seen("edit-promise", IN_TRUST, TRUSTED, unseen=NOT_TRUSTED),
    changed("edit-promise", PROMISE, {"what": "Send prices", "giver": "them"}),
    changed("keep-promise", PROMISE),
    changed("break-promise", PROMISE, {"because": "The machine broke."}),
    changed("reopen-promise", PROMISE),
    changed("retire-promise", PROMISE),
]
