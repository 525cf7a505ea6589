"""The tables of a selection report, for paper and for workbooks."""

from collections.abc import Sequence

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Bounded, Cell, Column, Table, word
from distretto.formats.charts.ranges import METHODS, RANK, RULED_OUT, SCORE
from distretto.formats.selection_report import Candidate, Figure, SelectionReport

CANDIDATE = gettext_noop("Candidate")
CLUSTER = gettext_noop("Cluster")
LEFT_AT = gettext_noop("Left at")
REASON = gettext_noop("Reason")
CRITERION = gettext_noop("Criterion")
HEADING = gettext_noop("Heading")
WEIGHT = gettext_noop("Weight")
SCALE_LOW = gettext_noop("Lowest score means")
SCALE_HIGH = gettext_noop("Highest score means")
NUMBER = gettext_noop("No.")
GROUND = gettext_noop("Ground")
PRODUCTS, PLACES = gettext_noop("Products"), gettext_noop("Places")
FIGURES = gettext_noop("Figures")
FIGURE, VALUE = gettext_noop("Figure"), gettext_noop("Value")
UNIT, YEAR, SOURCE = (
    gettext_noop("Unit"),
    gettext_noop("Year"),
    gettext_noop("Source"),
)
MEAN, SPREAD = gettext_noop("Mean"), gettext_noop("Lowest to highest")
TO = gettext_noop("%(low)s to %(high)s")
GIVEN = gettext_noop("Scores given")
GIVEN_OF = gettext_noop("%(given)s of %(all)s")

DIGITS = {"weighted-sum": 1, "topsis": 3, "promethee": 3}
_HEADLINE = 2  # figures of a chosen cluster that the first page has room for


def _texts(language: Language, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, language.say(name)) for name in names)


def chosen_table(report: SelectionReport) -> Table:
    """A line for each chosen cluster: what, where, how large, and why."""
    language = report.language
    columns = _texts(language, CLUSTER, PRODUCTS, PLACES, FIGURES, REASON)
    rows = tuple(
        (
            each.name,
            each.products,
            each.places,
            "; ".join(figure_words(f, language) for f in each.figures[:_HEADLINE]),
            each.reasons,
        )
        for each in report.chosen
    )
    return Table(columns, rows)


def figure_words(figure: Figure, language: Language) -> str:
    """A figure in a word or two: its number and unit, or its name where it has none."""
    value = word(Column("value", "", "figure"), figure.value, language)
    if figure.unit and figure.value is not None:
        return f"{value} {figure.unit}"
    return f"{figure.name}: {value}"


def left_table(report: SelectionReport) -> Table:
    """Who left the funnel, where and why."""
    columns = _texts(report.language, CANDIDATE, LEFT_AT, REASON)
    left = (each for each in report.candidates if each.left_at)
    return Table(columns, tuple((e.name, e.left_at, e.left_because) for e in left))


def vetoes_table(report: SelectionReport) -> Table:
    """Who was ruled out, and on what ground."""
    columns = _texts(report.language, CANDIDATE, GROUND)
    vetoed = (each for each in report.candidates if each.veto)
    return Table(columns, tuple((each.name, each.veto) for each in vetoed))


def tests_table(report: SelectionReport) -> Table:
    """The answers of each candidate, a column for each question of the long list."""
    columns = (
        Column("name", report.language.say(CANDIDATE)),
        *(Column(each.question, each.question) for each in report.tests),
    )
    asked = {name for each in report.tests for name in each.answers}
    rows = tuple(
        (each.name, *(test.answers.get(each.name, "–") for test in report.tests))
        for each in report.candidates
        if each.name in asked
    )
    return Table(columns, rows)


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


def means_table(report: SelectionReport) -> Table:
    """The mean score on each criterion, a column for each candidate, best first."""
    columns = (
        Column("name", report.language.say(CRITERION)),
        *(Column(each.name, each.name, "score") for each in report.by_rank),
    )
    rows = tuple(
        (each.name, *(report.mean(c.name, each.name) for c in report.by_rank))
        for each in report.criteria
    )
    names = [each.name for each in report.criteria]
    given = (_voices(report, each.name, names) for each in report.by_rank)
    return Table(columns, (*rows, (report.language.say(GIVEN), *given)))


def ranks_table(report: SelectionReport) -> Table:
    """Rank and score by each method, with what missing voices may change them to."""
    language = report.language
    columns = [Column("name", language.say(CANDIDATE))]
    for method in report.methods:
        title = language.say(METHODS.get(method, method))
        columns += [
            Column(f"{method}-rank", language.say(RANK) % {"method": title}),
            Column(f"{method}-score", language.say(SCORE) % {"method": title}),
        ]
    rows = tuple(
        (each.name, *_standing(report, each.name))
        for each in report.by_rank
        if any(each.name in scores for scores in report.methods.values())
    )
    return Table(tuple(columns), rows)


def _standing(report: SelectionReport, candidate: str) -> tuple[str, ...]:
    language, cells = report.language, []
    for method, scores in report.methods.items():
        found = scores.get(candidate)
        if found is None or found.rank is None or found.score is None:
            cells += [language.say(RULED_OUT) if found else language.unknown, ""]
            continue
        digits = DIGITS.get(method, 1)
        cells += [
            _ranged(found.rank, found.rank_best, found.rank_worst, 0, language),
            _ranged(found.score, found.low, found.high, digits, language),
        ]
    return tuple(cells)


def _ranged(
    value: float,
    low: float | None,
    high: float | None,
    digits: int,
    language: Language,
) -> str:
    """A number, and in brackets the range that it may lie in."""
    said, least, most = (
        language.number(each, digits) if each is not None else ""
        for each in (value, low, high)
    )
    return said if least == most or not (least and most) else f"{said} ({least}–{most})"


def _voices(report: SelectionReport, candidate: str, criteria: Sequence[str]) -> str:
    """How many scores a candidate has on these criteria, of how many there could be."""
    given = sum(len(report.given(candidate, each)) for each in criteria)
    number = report.language.number
    return report.language.say(GIVEN_OF) % {
        "given": number(given),
        "all": number(len(report.votes) * len(criteria)),
    }


def figures_table(candidate: Candidate, language: Language) -> Table:
    """A candidate's figures with unit, year and source."""
    columns = (
        *_texts(language, FIGURE),
        Column("value", language.say(VALUE), "figure"),
        *_texts(language, UNIT, YEAR, SOURCE),
    )
    rows = tuple(
        (each.name, _signed(each), each.unit, str(each.year or ""), each.source)
        for each in candidate.figures
    )
    return Table(columns, rows)


def _signed(figure: Figure) -> Cell:
    value = figure.value
    return Bounded(value, figure.sign) if value is not None and figure.sign else value


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
        (each.name, *_votes_row(report, candidate.name, each.name))
        for each in report.criteria
    )
    return Table(columns, rows)


def _votes_row(
    report: SelectionReport, candidate: str, criterion: str
) -> tuple[Cell, ...]:
    given = report.given(candidate, criterion)
    votes = report.votes.values()
    return (
        *(by_name.get(candidate, {}).get(criterion) for by_name in votes),
        report.mean(candidate, criterion),
        _voices(report, candidate, [criterion]),
        _spread(given, report.language),
    )


def points(value: float, language: Language) -> str:
    """A score as people read it: whole ones without decimals."""
    return word(Column("score", "", "score"), value, language)


def _spread(given: list[float], language: Language) -> str:
    if not given:
        return language.unknown
    low, high = points(min(given), language), points(max(given), language)
    return language.say(TO) % {"low": low, "high": high}
