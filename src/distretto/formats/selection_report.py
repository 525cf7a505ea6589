"""The report of a selection round: what was decided, on what evidence, how firmly.

The record only; `distretto.formats.documents.report_files` makes PDF, Word and Excel of
it, with the same sections.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from distretto.analysis.selection.assessors import assessor_summary
from distretto.formats.charts.funnel import Stage
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.ranges import MethodScore
from distretto.formats.charts.robustness import Stand
from distretto.formats.firmness_words import Overturned, Swap, WithoutOne

__all__ = [
    "Candidate",
    "Criterion",
    "Decision",
    "Figure",
    "MethodScore",
    "Moved",
    "Overturned",
    "SelectionReport",
    "Stage",
    "Stand",
    "Swap",
    "Test",
    "WithoutOne",
]


@dataclass(frozen=True)
class Figure:
    """A figure of a candidate with where it comes from; value None is not known.

    `sign` stands before a figure that is no exact one: “≤” or “≈”.
    """

    name: str
    value: float | None
    unit: str = ""
    year: int | str | None = None
    source: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Candidate:
    """A candidate: what it makes and where, and what became of it.

    `map_name` is the cluster map it was taken from, empty if there was none;
    `left_at` names the stage at which it left the funnel, empty if it stayed;
    `veto` is the ground on which it was ruled out; `chosen` is None while nothing
    is decided.
    """

    name: str
    products: str = ""
    places: str = ""
    nominated_by: str = ""
    map_name: str = ""
    figures: tuple[Figure, ...] = ()
    left_at: str = ""
    left_because: str = ""
    veto: str = ""
    chosen: bool | None = None
    reasons: str = ""


@dataclass(frozen=True)
class Criterion:
    """A criterion with its heading, its share of the whole (0 to 1) and its scale."""

    heading: str
    name: str
    weight: float
    low_anchor: str = ""
    high_anchor: str = ""
    can_veto: bool = False


@dataclass(frozen=True)
class Test:
    """A question of the long list; answers by candidate, already worded."""

    question: str
    answers: Mapping[str, str]

    __test__ = False  # a record, not a test of pytest


@dataclass(frozen=True)
class Decision:
    """The meeting that decided."""

    decided_on: str
    validators: str
    minutes: str
    minority_view: str = ""


@dataclass(frozen=True)
class Moved:
    """The robustness runs: how often candidates stay among the first `top`.

    `nearest` is the smallest change of one weight that overturns the choice, None
    where none does; `without` is the choice with one assessor left out at a time.
    """

    stands: tuple[Stand, ...]
    top: int
    draws: int
    seed: int
    changed_share: float | None = None
    nearest: Overturned | None = None
    without: WithoutOne | None = None


# By assessor, by candidate, by criterion: points, or None where the assessor looked
# and could not say. An assessor without a score stays, so that it is seen.
Votes = Mapping[str, Mapping[str, Mapping[str, float | None]]]


@dataclass(frozen=True)
class SelectionReport:
    """A selection round as it is reported.

    Attributes
    ----------
    round_name, programme, date, purpose : str
        Dates are worded by the caller.
    stages : the funnel, from the universe on, with reasons
    tests, criteria, candidates : in the order in which they are shown
    weights_minutes, weights_participants, weights_fixed_on : str
        The minute that fixed the weights, before any score was seen.
    votes : scores by assessor (a name, or a code), candidate and criterion
    scale : the ends of the scale of all scores
    methods : by method (“weighted-sum”, “topsis”, “promethee”), by candidate
    moved : the robustness runs, if there were any
    decision : None while nothing is decided
    language : its words, numbers and direction; texts of people come as they are
    """

    round_name: str
    programme: str
    date: str
    purpose: str = ""
    stages: tuple[Stage, ...] = ()
    tests: tuple[Test, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    weights_minutes: str = ""
    weights_participants: str = ""
    weights_fixed_on: str = ""
    candidates: tuple[Candidate, ...] = ()
    votes: Votes = field(default_factory=dict)
    scale: tuple[float, float] = (1.0, 5.0)
    methods: Mapping[str, Mapping[str, MethodScore]] = field(default_factory=dict)
    moved: Moved | None = None
    decision: Decision | None = None
    language: Language = ENGLISH

    @property
    def scored(self) -> tuple[Candidate, ...]:
        """The candidates that somebody scored."""
        named = {name for by_name in self.votes.values() for name in by_name}
        return tuple(each for each in self.candidates if each.name in named)

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """The candidates that were chosen, the best ranked first."""
        ranked = {each.name: place for place, each in enumerate(self.by_rank)}
        chosen = (each for each in self.candidates if each.chosen)
        return tuple(sorted(chosen, key=lambda each: ranked.get(each.name, inf)))

    @property
    def by_rank(self) -> tuple[Candidate, ...]:
        """The scored candidates by the first method, those without a rank last."""
        ranks = next(iter(self.methods.values()), {})

        def place(candidate: Candidate) -> float:
            found = ranks.get(candidate.name)
            return inf if found is None or found.rank is None else found.rank

        return tuple(sorted(self.scored, key=place))

    @property
    def by_outcome(self) -> tuple[Candidate, ...]:
        """All candidates, the chosen ones first."""
        return tuple(sorted(self.candidates, key=lambda each: not each.chosen))

    @property
    def disagreements(self) -> tuple[tuple[str, str], ...]:
        """Candidate and criterion where a vote lies far from the others'."""
        return tuple(
            (each.name, criterion.name)
            for each in self.by_rank
            for criterion in self.criteria
            if _is_far_apart(self.given(each.name, criterion.name))
        )

    def given(self, candidate: str, criterion: str) -> list[float]:
        """The scores that were given, without those that are missing."""
        found = (
            by_name.get(candidate, {}).get(criterion) for by_name in self.votes.values()
        )
        return [each for each in found if each is not None]

    def mean(self, candidate: str, criterion: str) -> float | None:
        """The mean of the scores given; None where there is none."""
        given = self.given(candidate, criterion)
        if not given:
            return None
        return float(assessor_summary([[[each]] for each in given]).mean[0, 0])


def _is_far_apart(given: list[float]) -> bool:
    return bool(given) and bool(
        assessor_summary([[[v]] for v in given]).is_outlier.any()
    )
