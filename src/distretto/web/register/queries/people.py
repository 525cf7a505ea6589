"""People of a programme, and what they are."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Person, Position
from distretto.web.register.queries import finding


def people_matching(programme: Programme, text: str = "") -> Sequence[Person]:
    """People in use whose name fits, best first, each with their present positions."""
    people = programme.persons.current()
    present = Position.objects.current().filter(
        ended_on__isnull=True, organisation__retired_at__isnull=True
    )
    found: QuerySet[Person] = people.defer("note").prefetch_related(
        Prefetch(
            "positions",
            queryset=present.select_related("organisation"),
            to_attr="present_positions",
        )
    )
    return finding.matching(found, programme, text)


def positions_of(person: Person) -> QuerySet[Position]:
    """What a person is and was, the present first."""
    found: QuerySet[Position] = (
        person.positions.current()
        .filter(organisation__retired_at__isnull=True)
        .select_related("organisation")
        .order_by("ended_on", "organisation__name")
    )
    return found
