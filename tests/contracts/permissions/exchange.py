"""Who may ask the JSON interface; the same people as the pages allow."""

from distretto.web.accounts.policy import EVERYBODY
from distretto.web.selection.models import Round
from distretto.web.selection.policy.rounds import HELPERS, MAY

READERS = MAY["view"]


def prepare(world):
    world.round = Round.objects.create(programme=world.programme, name="First round")


def of_round(world):
    return {"pk": world.round.pk}


ROWS = [
    {"url": "exchange:places", "kind": "api", "may": EVERYBODY},
    {"url": "exchange:places_geojson", "kind": "api", "may": EVERYBODY},
    {"url": "exchange:clusters", "kind": "api", "may": EVERYBODY},
    {"url": "exchange:datasets", "kind": "api", "may": EVERYBODY},
    {"url": "exchange:maps", "kind": "api", "may": EVERYBODY},
    {"url": "exchange:rounds", "kind": "api", "may": EVERYBODY},
    # Until it is announced, a round does not exist for members and observers.
    {
        "url": "exchange:round_whole",
        "kind": "api",
        "kwargs": of_round,
        "may": READERS,
        "unseen": EVERYBODY - READERS,
    },
    {
        "url": "exchange:candidates",
        "kind": "api",
        "kwargs": of_round,
        "may": READERS,
        "unseen": EVERYBODY - READERS,
    },
    {
        "url": "exchange:nominate_candidate",
        "kind": "api",
        "kwargs": of_round,
        "may": HELPERS,
        "unseen": EVERYBODY - READERS,
        "method": "post",
        "data": {
            "name": "Tannery",
            "reason": "Asked for.",
            "nominated_by": "The mayor",
        },
        "options": {"content_type": "application/json"},
        "status": 201,
    },
    {
        "url": "exchange:ranking",
        "kind": "api",
        "kwargs": of_round,
        "may": READERS,
        "unseen": EVERYBODY - READERS,
        "status": 409,
    },
    # Maps are tried with their files in tests/web; here nobody finds what is not there.
    {
        "url": "exchange:map_whole",
        "kind": "api",
        "kwargs": of_round,
        "may": EVERYBODY,
        "status": 404,
    },
    {"url": "exchange:programmes", "kind": "api-own"},
    # What the interface is; no records.
    {"url": "exchange:openapi-json", "kind": "public"},
    {"url": "exchange:openapi-view", "kind": "public"},
    {"url": "exchange:api-root", "kind": "public", "status": 404},
]
