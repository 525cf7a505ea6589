"""Who may reach the home pages and the history."""

from distretto.web.accounts.policy import EVERYBODY, MANAGERS, STAFF
from distretto.web.history.rules import deed
from distretto.web.register.models import Place

READERS = STAFF | {"evaluator"}


def prepare(world):
    with deed("place.made", by=world.people["manager"], programme=world.programme) as d:
        world.place = Place.objects.create(
            programme=world.programme, code="KN", name="Knitton"
        )
    world.deed = d


ROWS = [
    # Who has one programme goes straight there.
    {"url": "overview:home", "kind": "own", "status": 302, "but": {"nobody": 200}},
    {"url": "overview:programme", "may": EVERYBODY},
    {"url": "overview:history", "may": READERS},
    {
        "url": "overview:deed",
        "may": READERS,
        "kwargs": lambda world: {"pk": world.deed.pk},
    },
    {
        "url": "overview:record-history",
        "may": READERS,
        "kwargs": lambda world: {"label": "register.Place", "pk": world.place.pk},
    },
    {
        "url": "overview:undo-deed",
        "may": MANAGERS,
        "kwargs": lambda world: {"pk": world.deed.pk},
        "method": "post",
        "data": {"reason": "Oops."},
        "status": 302,
    },
]
