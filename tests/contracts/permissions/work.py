"""Who may see and stop work in the background."""

from distretto.web.accounts.policy import MANAGERS, STAFF
from distretto.web.work.models import Run


def prepare(world):
    world.run = Run.objects.create(
        programme=world.programme,
        started_by=world.people["manager"],
        job="test",
        subject="A test",
    )


ROWS = [
    {"url": "work:runs", "may": STAFF},
    {
        "url": "work:run",
        "may": STAFF,
        "kwargs": lambda world: {"pk": world.run.pk},
    },
    {
        "url": "work:cancel-run",
        "may": MANAGERS,
        "kwargs": lambda world: {"pk": world.run.pk},
        "method": "post",
        "status": 302,
    },
]
