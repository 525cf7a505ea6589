"""What a new round starts with: the tests and criteria of the method.

All of it can be changed, removed and added to. Titles are written in the language of
whoever starts the round; `wording` shows them in that of each reader until somebody
changes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from distretto.analysis.selection.cluster_map import Thresholds
from distretto.web.selection.models import Criterion, IdentificationTest, Round

H = Criterion.Heading


@dataclass(frozen=True)
class DefaultCriterion:
    """A criterion: what it asks, and what the ends of its scale mean."""

    heading: str
    name: str
    low: str
    high: str
    can_veto: bool = False


CRITERIA = (
    DefaultCriterion(
        H.IMPORTANCE,
        gettext_noop("Number of firms"),
        gettext_noop("fewer than 50"),
        gettext_noop("more than 500"),
    ),
    DefaultCriterion(
        H.IMPORTANCE,
        gettext_noop("Employment, and the share of women and young people in it"),
        gettext_noop("among the smallest of the long list"),
        gettext_noop("among the largest of the long list"),
    ),
    DefaultCriterion(
        H.IMPORTANCE,
        gettext_noop("Turnover, exports and weight in the region’s economy"),
        gettext_noop("among the smallest of the long list"),
        gettext_noop("among the largest of the long list"),
    ),
    DefaultCriterion(
        H.IMPORTANCE,
        gettext_noop("Poor households reached"),
        gettext_noop("hardly any"),
        gettext_noop("most of those who work there"),
    ),
    DefaultCriterion(
        H.IMPORTANCE,
        gettext_noop("Fit with the country’s policy and the funder’s priorities"),
        gettext_noop("none"),
        gettext_noop("an explicit target"),
    ),
    DefaultCriterion(
        H.PROMOTABILITY,
        gettext_noop("Associations and leaders"),
        gettext_noop("none"),
        gettext_noop("active, elected, dues-paying"),
    ),
    DefaultCriterion(
        H.PROMOTABILITY,
        gettext_noop("Earlier joint action and willingness to share costs"),
        gettext_noop("tried and failed"),
        gettext_noop("proven more than once"),
    ),
    DefaultCriterion(
        H.PROMOTABILITY,
        gettext_noop("Trust between the firms"),
        gettext_noop("open conflict"),
        gettext_noop("little conflict, work is shared"),
    ),
    DefaultCriterion(
        H.PROMOTABILITY,
        gettext_noop("Support institutions within reach"),
        gettext_noop("none within 50 km"),
        gettext_noop("several, known and used"),
    ),
    DefaultCriterion(
        H.VIABILITY,
        gettext_noop("Trend of the market"),
        gettext_noop("shrinking"),
        gettext_noop("growing by more than 10 % a year"),
    ),
    DefaultCriterion(
        H.VIABILITY,
        gettext_noop("Raw materials"),
        gettext_noop("scarce or at risk"),
        gettext_noop("secure for years"),
    ),
    DefaultCriterion(
        H.VIABILITY,
        gettext_noop("Room to catch up in technology"),
        gettext_noop("none that the firms could use"),
        gettext_noop("large and within their means"),
    ),
    DefaultCriterion(
        H.SUSTAINABILITY,
        gettext_noop("Local institutions and money able to go on"),
        gettext_noop("none"),
        gettext_noop("ready to take the lead"),
    ),
    DefaultCriterion(
        H.SUSTAINABILITY,
        gettext_noop("Environment and labour standards"),
        gettext_noop("serious harm, hard to mend"),
        gettext_noop("no harm, standards are kept"),
        can_veto=True,
    ),
    DefaultCriterion(
        H.SUSTAINABILITY,
        gettext_noop("Political support over the life of the programme"),
        gettext_noop("opposed"),
        gettext_noop("declared and backed by money"),
    ),
)


def _tests() -> list[tuple[str, dict[str, Any], str, float | None]]:
    least = Thresholds()
    return [
        (
            gettext_noop("Are there at least %(number)d firms?"),
            {"number": least.establishments},
            "establishments",
            least.establishments,
        ),
        (
            gettext_noop("Is the location quotient at least %(number)s?"),
            {"number": least.lq},
            "lq",
            least.lq,
        ),
        (
            gettext_noop("Do at least %(number)d people work there?"),
            {"number": least.employment},
            "employment",
            least.employment,
        ),
        (gettext_noop("Is the area identifiable and contiguous?"), {}, "", None),
        (gettext_noop("Do the firms make the same or similar products?"), {}, "", None),
    ]


def stock_words() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text that a round begins with, and what stands in its gaps."""
    for each in CRITERIA:
        for words in (each.name, each.low, each.high):
            yield words, {}
    for question, gaps, _figure, _least in _tests():
        yield question, gaps


def default_tests(round_: Round) -> list[IdentificationTest]:
    """The identification tests of the method: is this a cluster at all?"""
    return [
        IdentificationTest(
            round=round_,
            question=gettext(question) % gaps,
            figure=figure,
            at_least=least,
            order=place,
        )
        for place, (question, gaps, figure, least) in enumerate(_tests(), start=1)
    ]


def default_criteria(round_: Round) -> list[Criterion]:
    """The selection criteria of the method, without weights: those are agreed."""
    return [
        Criterion(
            round=round_,
            heading=each.heading,
            name=gettext(each.name),
            low_anchor=gettext(each.low),
            high_anchor=gettext(each.high),
            can_veto=each.can_veto,
            order=place,
        )
        for place, each in enumerate(CRITERIA, start=1)
    ]
