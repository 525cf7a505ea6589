"""A selection round as its people live it: nominated, scored by three, closed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from distretto.web.accounts.models import Programme, Role, User
from distretto.web.selection.figures import Figure
from distretto.web.selection.models import Assessor, Candidate, Criterion, Round
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import criteria as criteria_rules
from distretto.web.selection.rules import rounds as round_rules
from distretto.web.selection.rules import scoring as scoring_rules

# Weights and scores of the worked example of these tests. Means by hand:
#              Firms          Market         Leaders
# weight %       50             30             20
# Knitwear   (5,4,3) = 4    (4,4,4) = 4    (4,4,.) = 4
# Footwear   (3,3,3) = 3    (5,5,5) = 5    (4,4,4) = 4
# Handloom   (2,2,2) = 2    (3,3,3) = 3    (.,.,.): nobody could say
#
# Weighted sum, 25 x (sum of weight x mean - 1):
#   Knitwear 25 x (2.0 + 1.2 + 0.8 - 1) = 75
#   Footwear 25 x (1.5 + 1.5 + 0.8 - 1) = 70
#   Handloom 25 x (1.0 + 0.9 + 0.2 x s - 1) with s from 1 to 5: 27.5 to 47.5,
#            37.5 with the middle of the scale
CRITERIA: tuple[tuple[str, int], ...] = (("Firms", 50), ("Market", 30), ("Leaders", 20))
SCORES: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    "Knitwear": {"Firms": (5, 4, 3), "Market": (4, 4, 4), "Leaders": (4, 4, None)},
    "Footwear": {"Firms": (3, 3, 3), "Market": (5, 5, 5), "Leaders": (4, 4, 4)},
    "Handloom": {"Firms": (2, 2, 2), "Market": (3, 3, 3), "Leaders": (None,) * 3},
}


@pytest.fixture
def assessors(person_as: Callable[..., User]) -> list[User]:
    """Dalia, Emil and Farah, who score."""
    return [
        person_as(Role.Kind.ANALYST, "Dalia"),
        person_as(Role.Kind.MONITORING_OFFICER, "Emil"),
        person_as(Role.Kind.MEMBER, "Farah"),
    ]


@pytest.fixture
def round_(programme: Programme, boris: User) -> Round:
    """A round with the method's own tests and criteria."""
    return round_rules.start_round(programme, by=boris, name="First round")


@pytest.fixture
def three(round_: Round, amina: User) -> dict[str, Candidate]:
    """Three candidates on the long list, nominated by hand."""
    return {
        name: candidate_rules.nominate(
            round_, by=amina, name=name, nominated_by="Chamber of Crafts"
        )
        for name in SCORES
    }


@pytest.fixture
def criteria(round_: Round, boris: User) -> dict[str, Criterion]:
    """Three criteria in place of the method's, with their weights."""
    for each in round_.criteria.current():
        criteria_rules.remove_criterion(each, by=boris)
    made = {
        name: criteria_rules.add_criterion(
            round_, by=boris, name=name, heading="importance", can_veto=name == "Firms"
        )
        for name, _weight in CRITERIA
    }
    criteria_rules.set_weights(
        round_,
        {made[name].pk: Decimal(weight) for name, weight in CRITERIA},
        by=boris,
    )
    return made


@pytest.fixture
def ready(
    round_: Round,
    three: dict[str, Candidate],
    criteria: dict[str, Criterion],
    boris: User,
    assessors: list[User],
) -> Round:
    """The round when scoring may begin: short list, weights fixed, three assessors."""
    candidate_rules.shortlist(list(three.values()), by=boris)
    round_rules.close_long_list(round_, by=boris)
    criteria_rules.fix_weights(
        round_, by=boris, minutes="Agreed.", participants="The committee"
    )
    for user in assessors:
        scoring_rules.invite_assessor(round_, user, by=boris)
    return Round.objects.get(pk=round_.pk)


def give_all(round_: Round, handing_in: bool = True) -> None:
    """Every assessor scores as in SCORES, those that are still in."""
    named = {each.name: each for each in round_.criteria.current()}
    for place, seat in enumerate(round_.assessors.current().order_by("created_at")):
        for candidate in round_.candidates.current().filter(left_at=""):
            for name, said in SCORES[candidate.name].items():
                value = said[place]
                scoring_rules.give_score(
                    seat,
                    candidate,
                    named[name],
                    by=seat.user,
                    value=None if value is None else Decimal(value),
                    comment="No list exists." if value is None else "",
                )
        if handing_in:
            scoring_rules.hand_in(seat, by=seat.user)


@pytest.fixture
def scored(ready: Round, boris: User) -> Round:
    """The round when the scores are in and visible."""
    give_all(ready)
    scoring_rules.close_scoring(ready, by=boris)
    return Round.objects.get(pk=ready.pk)


@pytest.fixture
def firms() -> Figure:
    return Figure(
        value=312, unit="firms", year=2024, source="Chamber list", method="census"
    )


def seat_of(round_: Round, user: User) -> Assessor:
    return round_.assessors.current().get(user=user)
