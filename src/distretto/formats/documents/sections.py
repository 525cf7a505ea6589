"""The sections of a selection report, once for PDF and Word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from distretto.errors import gettext_noop
from distretto.formats.charts.funnel import funnel
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Picture, Table, word
from distretto.formats.charts.ranges import score_ranges
from distretto.formats.charts.robustness import robustness
from distretto.formats.charts.weights import Weighed, weights
from distretto.formats.selection_report import Candidate, SelectionReport

WIDTH = 640


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 begins a section, 3 a part of one."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What people said, in minutes or reasons."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what is said of it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listing:
    """A table, with the widths of its columns where they matter (Typst's units)."""

    table: Table
    widths: tuple[str, ...] = ()


Block = Heading | Text | Quote | Facts | Listing | Picture

TITLE = gettext_noop("Selection report: %(round)s")
DECISION = gettext_noop("The decision")
CHOSEN = gettext_noop("Chosen: %(names)s.")
UNDECIDED = gettext_noop("Nothing is decided yet.")
DECIDED_ON = gettext_noop("Decided on")
VALIDATORS = gettext_noop("Validated by")
MINUTES = gettext_noop("From the minutes")
MINORITY = gettext_noop("Minority view")
NO_MINORITY = gettext_noop("No minority view was recorded.")
PROGRAMME = gettext_noop("Programme")
DATE = gettext_noop("Date of the report")
PURPOSE = gettext_noop("Purpose")
FUNNEL = gettext_noop("From the universe to the choice")
LEFT = gettext_noop("Who left, and why")
CANDIDATE = gettext_noop("Candidate")
LEFT_AT = gettext_noop("Left at")
REASON = gettext_noop("Reason")
TESTS = gettext_noop("Is it a cluster at all?")
CRITERIA = gettext_noop("Criteria and weights")
CRITERION = gettext_noop("Criterion")
HEADING = gettext_noop("Heading")
WEIGHT = gettext_noop("Weight")
SCALE_LOW = gettext_noop("Lowest score means")
SCALE_HIGH = gettext_noop("Highest score means")
FIXED = gettext_noop("Weights fixed on")
FIXED_BY = gettext_noop("Fixed by")
NUMBER = gettext_noop("No.")
SCORES = gettext_noop("Mean scores")
SCORES_LEAD = gettext_noop(
    "Means of the assessors’ scores, from %(low)s to %(high)s. Columns are numbered as "
    "the criteria. “%(unknown)s” means that no assessor could give a score. “Scores "
    "given” counts the voices behind the means; where one is missing, it could have "
    "moved its mean, and the ranking has a range."
)
RANKING = gettext_noop("The ranking by three methods")
VETOES = gettext_noop("Ruled out")
GROUND = gettext_noop("Ground")
STANDS = gettext_noop("How firmly the choice stands")
CANDIDATES = gettext_noop("The candidates")
PRODUCTS, PLACES = gettext_noop("Products"), gettext_noop("Places")
NOMINATED = gettext_noop("Nominated by")
FIGURE, VALUE = gettext_noop("Figure"), gettext_noop("Value")
UNIT, YEAR, SOURCE = (
    gettext_noop("Unit"),
    gettext_noop("Year"),
    gettext_noop("Source"),
)
OUTCOME = gettext_noop("Outcome")
IS_CHOSEN, NOT_CHOSEN = gettext_noop("chosen"), gettext_noop("not chosen")
ANNEX = gettext_noop("Annex: every score")
MEAN, SPREAD = gettext_noop("Mean"), gettext_noop("Lowest to highest")
TO = gettext_noop("%(low)s to %(high)s")
GIVEN = gettext_noop("Scores given")
GIVEN_OF = gettext_noop("%(given)s of %(all)s")
# All columns of means together, in mm: leaves room for names, however many there are.
_MEANS_WIDTH = 115


def title(report: SelectionReport) -> str:
    """What the document is called."""
    return report.language.say(TITLE) % {"round": report.round_name}


def sections(report: SelectionReport) -> list[Block]:
    """All blocks of the report, in order; what there is nothing of is left out."""
    return [
        *_opening(report),
        *_decision(report),
        *_funnel(report),
        *_tests(report),
        *_criteria(report),
        *_scores(report),
        *_ranking(report),
        *_robustness(report),
        *_candidates(report),
        *_annex(report),
    ]


def _opening(report: SelectionReport) -> Iterator[Block]:
    say = report.language.say
    yield _facts(
        (say(PROGRAMME), report.programme),
        (say(DATE), report.date),
        (say(PURPOSE), report.purpose),
    )


def _facts(*pairs: tuple[str, str]) -> Facts:
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _decision(report: SelectionReport) -> Iterator[Block]:
    say, decision = report.language.say, report.decision
    yield Heading(say(DECISION))
    if decision is None:
        yield Text(say(UNDECIDED))
        return
    chosen = [each for each in report.candidates if each.chosen]
    names = ", ".join(each.name for each in chosen)
    yield Text(say(CHOSEN) % {"names": names or "–"})
    yield _facts(
        (say(DECIDED_ON), decision.decided_on), (say(VALIDATORS), decision.validators)
    )
    yield Heading(say(MINUTES), 3)
    yield Quote(decision.minutes)
    yield Heading(say(MINORITY), 3)
    if decision.minority_view:
        yield Quote(decision.minority_view)
    else:
        yield Text(say(NO_MINORITY))


def _funnel(report: SelectionReport) -> Iterator[Block]:
    say, language = report.language.say, report.language
    left = [each for each in report.candidates if each.left_at]
    if not report.stages and not left:
        return
    yield Heading(say(FUNNEL))
    if report.stages:
        yield funnel(report.stages, language=language, width=WIDTH)
    if left:
        yield Heading(say(LEFT), 3)
        columns = _texts(language, CANDIDATE, LEFT_AT, REASON)
        rows = tuple((each.name, each.left_at, each.left_because) for each in left)
        yield Listing(Table(columns, rows), ("1.2fr", "0.8fr", "2.6fr"))


def _texts(language: Language, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, language.say(name)) for name in names)


def _tests(report: SelectionReport) -> Iterator[Block]:
    if not report.tests:
        return
    say = report.language.say
    yield Heading(say(TESTS))
    for test in report.tests:
        yield Heading(test.question, 3)
        rows: tuple[tuple[Cell, ...], ...] = tuple(test.answers.items())
        columns = _texts(report.language, CANDIDATE, VALUE)
        yield Listing(Table(columns, rows), ("1fr", "2fr"))


def _criteria(report: SelectionReport) -> Iterator[Block]:
    if not report.criteria:
        return
    say, language = report.language.say, report.language
    yield Heading(say(CRITERIA))
    weighed = [
        Weighed(each.heading, each.name, each.weight) for each in report.criteria
    ]
    yield weights(weighed, language=language, width=WIDTH)
    yield Listing(
        criteria_table(report), ("7mm", "1.2fr", "1.8fr", "15mm", "2fr", "2fr")
    )
    yield _facts(
        (say(FIXED), report.weights_fixed_on),
        (say(FIXED_BY), report.weights_participants),
    )
    if report.weights_minutes:
        yield Quote(report.weights_minutes)


def criteria_table(report: SelectionReport) -> Table:
    """The criteria with numbers, weights, and what the ends of the scale mean."""
    say = report.language.say
    columns = (
        Column("number", say(NUMBER), "count"),
        Column("heading", say(HEADING)),
        Column("name", say(CRITERION)),
        Column("weight", say(WEIGHT), "share"),
        Column("low", say(SCALE_LOW)),
        Column("high", say(SCALE_HIGH)),
    )
    rows = tuple(
        (at, each.heading, each.name, each.weight, each.low_anchor, each.high_anchor)
        for at, each in enumerate(report.criteria, start=1)
    )
    return Table(columns, rows)


def _scores(report: SelectionReport) -> Iterator[Block]:
    if not report.scored:
        return
    language = report.language
    yield Heading(language.say(SCORES))
    low, high = (_points(each, language) for each in report.scale)
    yield Text(
        language.say(SCORES_LEAD)
        % {"low": low, "high": high, "unknown": language.unknown}
    )
    count = max(1, len(report.criteria))
    width = f"{min(11.5, _MEANS_WIDTH / count):.1f}mm"
    yield Listing(
        means_table(report), ("1fr", *(width,) * len(report.criteria), "17mm")
    )


def means_table(report: SelectionReport) -> Table:
    """The mean score of each candidate on each criterion, columns by number."""
    numbers = range(1, len(report.criteria) + 1)
    columns = (
        Column("name", report.language.say(CANDIDATE)),
        *(Column(f"c{at}", str(at), "score") for at in numbers),
        Column("given", report.language.say(GIVEN)),
    )
    names = [each.name for each in report.criteria]
    rows = tuple(
        (
            each.name,
            *(report.mean(each.name, name) for name in names),
            _voices(report, each.name, names),
        )
        for each in report.scored
    )
    return Table(columns, rows)


def _voices(report: SelectionReport, candidate: str, criteria: Sequence[str]) -> str:
    """How many scores a candidate has on these criteria, of how many there could be."""
    given = sum(len(report.given(candidate, each)) for each in criteria)
    number = report.language.number
    return report.language.say(GIVEN_OF) % {
        "given": number(given),
        "all": number(len(report.votes) * len(criteria)),
    }


def _ranking(report: SelectionReport) -> Iterator[Block]:
    say = report.language.say
    if report.methods:
        yield Heading(say(RANKING))
        picture = score_ranges(report.methods, language=report.language, width=WIDTH)
        yield picture
        ranks = _ranks_only(picture.table)
        yield Listing(ranks, ("1.8fr", *("1fr",) * (len(ranks.columns) - 1)))
    vetoed = [each for each in report.candidates if each.veto]
    if vetoed:
        yield Heading(say(VETOES), 3)
        rows = tuple((each.name, each.veto) for each in vetoed)
        columns = _texts(report.language, CANDIDATE, GROUND)
        yield Listing(Table(columns, rows), ("1fr", "2.6fr"))


def _ranks_only(table: Table) -> Table:
    """Ranks and scores without the ranges, which the picture and the workbook show."""
    keep = [
        at
        for at, column in enumerate(table.columns)
        if not column.key.endswith(("-low", "-high"))
    ]
    return Table(
        tuple(table.columns[at] for at in keep),
        tuple(tuple(row[at] for at in keep) for row in table.rows),
    )


def _robustness(report: SelectionReport) -> Iterator[Block]:
    moved = report.moved
    if moved is None or not moved.stands:
        return
    yield Heading(report.language.say(STANDS))
    yield robustness(
        moved.stands,
        top=moved.top,
        draws=moved.draws,
        seed=moved.seed,
        changed_share=moved.changed_share,
        language=report.language,
        width=WIDTH,
    )


def _candidates(report: SelectionReport) -> Iterator[Block]:
    if not report.candidates:
        return
    say = report.language.say
    yield Heading(say(CANDIDATES))
    for each in report.candidates:
        yield Heading(each.name, 3)
        yield _facts(
            (say(PRODUCTS), each.products),
            (say(PLACES), each.places),
            (say(NOMINATED), each.nominated_by),
            (say(OUTCOME), outcome(each, report.language)),
        )
        if each.figures:
            yield Listing(figures_table(each, report.language))
        if each.reasons:
            yield Quote(each.reasons)


def outcome(candidate: Candidate, language: Language) -> str:
    """What became of a candidate, in a word or two."""
    if candidate.left_at:
        return f"{language.say(LEFT_AT)}: {candidate.left_at}"
    if candidate.veto:
        return language.say(VETOES)
    if candidate.chosen is None:
        return ""
    return language.say(IS_CHOSEN if candidate.chosen else NOT_CHOSEN)


def figures_table(candidate: Candidate, language: Language) -> Table:
    """A candidate's figures with unit, year and source."""
    say = language.say
    columns = (
        Column("name", say(FIGURE)),
        Column("value", say(VALUE), "number"),
        Column("unit", say(UNIT)),
        Column("year", say(YEAR)),
        Column("source", say(SOURCE)),
    )
    rows = tuple(
        (each.name, each.value, each.unit, str(each.year or ""), each.source)
        for each in candidate.figures
    )
    return Table(columns, rows)


def _annex(report: SelectionReport) -> Iterator[Block]:
    if not report.scored:
        return
    yield Heading(report.language.say(ANNEX))
    for each in report.scored:
        yield Heading(each.name, 3)
        votes = votes_table(report, each)
        yield Listing(votes, ("2fr", *("1fr",) * (len(votes.columns) - 1)))


def votes_table(report: SelectionReport, candidate: Candidate) -> Table:
    """Every assessor's score of a candidate, with mean and spread."""
    language = report.language
    columns = (
        Column("criterion", language.say(CRITERION)),
        *(Column(f"by-{name}", name, "score") for name in report.votes),
        Column("mean", language.say(MEAN), "score"),
        Column("given", language.say(GIVEN)),
        Column("spread", language.say(SPREAD)),
    )
    rows = tuple(
        (
            each.name,
            *(
                by_name.get(candidate.name, {}).get(each.name)
                for by_name in report.votes.values()
            ),
            report.mean(candidate.name, each.name),
            _voices(report, candidate.name, [each.name]),
            _spread(report.given(candidate.name, each.name), language),
        )
        for each in report.criteria
    )
    return Table(columns, rows)


def _points(value: float, language: Language) -> str:
    return word(Column("score", "", "score"), value, language)


def _spread(given: list[float], language: Language) -> str:
    if not given:
        return language.unknown
    low, high = _points(min(given), language), _points(max(given), language)
    return language.say(TO) % {"low": low, "high": high}
