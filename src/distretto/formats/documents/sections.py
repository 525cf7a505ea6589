"""The sections of a selection report, once for PDF and Word."""

from collections.abc import Iterator

from distretto.errors import gettext_noop
from distretto.formats.charts.clusters import SOURCE as FROM_SOURCE
from distretto.formats.charts.funnel import funnel
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Table
from distretto.formats.charts.ranges import score_ranges
from distretto.formats.charts.robustness import robustness
from distretto.formats.charts.weights import Weighed, weights
from distretto.formats.documents import report_tables as tables
from distretto.formats.documents.blocks import (
    Block,
    Facts,
    Heading,
    Listing,
    Quote,
    Text,
    in_its_direction,
    parts_of,
)
from distretto.formats.firmness_words import (
    nearest_weight,
    under_weights,
    without_one,
)
from distretto.formats.selection_report import Candidate, SelectionReport
from distretto.notes import FURTHER

WIDTH = 640
# How many columns stand beside the first one on a sheet of A4.
_MOST_TESTS, _MOST_CANDIDATES, _MOST_VOTES = 5, 5, 6
_MOST_NAMES = 8
_SHORT = 24  # letters

TITLE = gettext_noop("Selection report: %(round)s")
DECISION = gettext_noop("The decision")
NOBODY = gettext_noop("No candidate was chosen.")
UNDECIDED = gettext_noop("Nothing is decided yet.")
DECIDED_ON = gettext_noop("Decided on")
VALIDATORS = gettext_noop("Validated by")
LONG_LIST = gettext_noop("The long list")
FROM_MAPS = gettext_noop("Taken from cluster maps: %(count)s (%(names)s).")
NOMINATIONS = gettext_noop("Nominated: %(count)s (by %(names)s).")
SCORED_BY = gettext_noop("Scored by")
FIRMNESS = gettext_noop("Firmness")
MINUTES = gettext_noop("From the minutes")
MINORITY = gettext_noop("Minority view")
NO_MINORITY = gettext_noop("No minority view was recorded.")
PROGRAMME = gettext_noop("Programme")
DATE = gettext_noop("Date of the report")
PURPOSE = gettext_noop("Purpose")
FUNNEL = gettext_noop("From the universe to the choice")
LEFT = gettext_noop("Who left, and why")
TESTS = gettext_noop("Is it a cluster at all?")
CRITERIA = gettext_noop("Criteria and weights")
FIXED = gettext_noop("Weights fixed on")
FIXED_BY = gettext_noop("Fixed by")
SCORES = gettext_noop("Mean scores")
SCORES_LEAD = gettext_noop(
    "Means of the assessors’ scores, from %(low)s to %(high)s; candidates in the order "
    "of the weighted sum. “%(unknown)s” means that no assessor could give a score. "
    "“Scores given” counts the voices behind the means; where one is missing, it could "
    "have moved its mean, and the ranking has a range."
)
APART = gettext_noop(
    "An assessor’s score lies two points or more from the middle of the others’ on: "
    "%(where)s."
)
APART_ON = gettext_noop("%(candidate)s (%(criterion)s)")
RANKING = gettext_noop("The ranking by three methods")
VETOES = gettext_noop("Ruled out")
STANDS = gettext_noop("How firmly the choice stands")
CANDIDATES = gettext_noop("The candidates")
NOMINATED = gettext_noop("Nominated by")
OUTCOME = gettext_noop("Outcome")
IS_CHOSEN, NOT_CHOSEN = gettext_noop("chosen"), gettext_noop("not chosen")
ANNEX = gettext_noop("Annex: every score")


def title(report: SelectionReport) -> str:
    """What the document is called."""
    return report.language.say(TITLE) % {"round": report.round_name}


def sections(report: SelectionReport) -> list[Block]:
    """All blocks of the report, in order; what there is nothing of is left out."""
    blocks = [
        opening(report),
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
    return [in_its_direction(each, report.language) for each in blocks]


def opening(report: SelectionReport) -> Facts:
    """What is reported, for whom, and when."""
    say = report.language.say
    return Facts.of(
        (say(PROGRAMME), report.programme),
        (say(DATE), report.date),
        (say(PURPOSE), report.purpose),
    )


def _decision(report: SelectionReport) -> Iterator[Block]:
    say, decision = report.language.say, report.decision
    yield Heading(say(DECISION))
    if decision is None:
        yield Text(say(UNDECIDED))
        return
    if report.chosen:
        widths = ("1.2fr", "1.1fr", "0.9fr", "1.1fr", "2.4fr")
        yield Listing(tables.chosen_table(report), widths)
    else:
        yield Text(say(NOBODY))
    yield decided(report)
    yield Heading(say(MINUTES), 3)
    yield Quote(decision.minutes)
    yield Heading(say(MINORITY), 3)
    if decision.minority_view:
        yield Quote(decision.minority_view)
    else:
        yield Text(say(NO_MINORITY))


def decided(report: SelectionReport) -> Facts:
    """When and by whom it was decided, out of what, and how firmly it stands."""
    say, decision = report.language.say, report.decision
    return Facts.of(
        (say(DECIDED_ON), decision.decided_on if decision else ""),
        (say(VALIDATORS), decision.validators if decision else ""),
        (say(LONG_LIST), _long_list(report)),
        (say(SCORED_BY), _some(list(report.votes), report.language)),
        (say(FIRMNESS), _firmness(report)),
    )


def _long_list(report: SelectionReport) -> str:
    """How many candidates came from which maps, and how many were nominated by whom."""
    ways = (
        (FROM_MAPS, [each.map_name for each in report.candidates if each.map_name]),
        (NOMINATIONS, [e.nominated_by for e in report.candidates if e.nominated_by]),
    )
    language = report.language
    return " ".join(
        language.say(way)
        % {
            "count": language.number(len(names)),
            "names": _some(list(dict.fromkeys(names)), language),
        }
        for way, names in ways
        if names
    )


def _some(names: list[str], language: Language) -> str:
    """The first names, and how many more there are."""
    shown, more = ", ".join(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    if more <= 0:
        return shown
    phrase = language.say_counted(*FURTHER, more)
    return phrase % {"names": shown, "count": language.number(more)}


def _firmness(report: SelectionReport) -> str:
    """In a sentence or two, for the first page: other weights, and single voices."""
    language, moved = report.language, report.moved
    if moved is None or moved.changed_share is None:
        return ""
    said = [under_weights(moved.top, moved.draws, moved.changed_share, language)]
    if moved.without:
        said.append(without_one(moved.without, moved.top, language))
    return " ".join(said)


def _funnel(report: SelectionReport) -> Iterator[Block]:
    say, language = report.language.say, report.language
    left = tables.left_table(report)
    if not report.stages and not left.rows:
        return
    yield Heading(say(FUNNEL))
    if report.stages:
        yield funnel(report.stages, language=language, width=WIDTH)
    if left.rows:
        yield Heading(say(LEFT), 3)
        yield Listing(left, ("1.2fr", "0.8fr", "2.6fr"))


def _tests(report: SelectionReport) -> Iterator[Block]:
    if not report.tests:
        return
    yield Heading(report.language.say(TESTS))
    for piece in parts_of(tables.tests_table(report), _MOST_TESTS):
        yield Listing(piece, tuple(_by_length(piece)))


def _by_length(table: Table) -> Iterator[str]:
    """Less room for the columns of a table that hold but a word or two."""
    for texts in zip(*table.rows, strict=True):
        longest = max(len(str(each)) for each in texts)
        yield "1.2fr" if longest <= _SHORT else "2.2fr"


def _pieces(table: Table, first: str, most: int) -> Iterator[Listing]:
    for piece in parts_of(table, most):
        yield Listing(piece, (first, *("1fr",) * (len(piece.columns) - 1)))


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
        tables.criteria_table(report),
        ("9mm", "1.3fr", "1.9fr", "15mm", "1.8fr", "2fr"),
    )
    yield Facts.of(
        (say(FIXED), report.weights_fixed_on),
        (say(FIXED_BY), report.weights_participants),
    )
    if report.weights_minutes:
        yield Quote(report.weights_minutes)


def _scores(report: SelectionReport) -> Iterator[Block]:
    if not report.scored:
        return
    language = report.language
    yield Heading(language.say(SCORES))
    low, high = (tables.points(each, language) for each in report.scale)
    yield Text(
        language.say(SCORES_LEAD)
        % {"low": low, "high": high, "unknown": language.unknown}
    )
    yield from _pieces(tables.means_table(report), "2.6fr", _MOST_CANDIDATES)
    if apart := report.disagreements:
        said = [
            language.say(APART_ON) % {"candidate": name, "criterion": criterion}
            for name, criterion in apart
        ]
        yield Text(language.say(APART) % {"where": _some(said, language)})


def _ranking(report: SelectionReport) -> Iterator[Block]:
    say = report.language.say
    if report.methods:
        yield Heading(say(RANKING))
        picture = score_ranges(report.methods, language=report.language, width=WIDTH)
        yield picture
        ranks = tables.ranks_table(report)
        yield Listing(ranks, ("1.8fr", *("1fr",) * (len(ranks.columns) - 1)))
    vetoes = tables.vetoes_table(report)
    if vetoes.rows:
        yield Heading(say(VETOES), 3)
        yield Listing(vetoes, ("1fr", "2.6fr"))


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
    yield Text(nearest_weight(moved.nearest, report.language))
    if moved.without:
        yield Text(without_one(moved.without, moved.top, report.language))


def _candidates(report: SelectionReport) -> Iterator[Block]:
    if not report.candidates:
        return
    say = report.language.say
    yield Heading(say(CANDIDATES))
    for each in report.by_outcome:
        yield Heading(each.name, 3)
        yield Facts.of(
            (say(tables.PRODUCTS), each.products),
            (say(tables.PLACES), each.places),
            (say(NOMINATED), each.nominated_by),
            (say(OUTCOME), outcome(each, report.language)),
        )
        if each.figures:
            yield _figures(each, report.language)
        if each.reasons:
            yield Quote(each.reasons)


def _figures(candidate: Candidate, language: Language) -> Listing:
    """The figures; where all have one year and source, these stand once beneath."""
    table = tables.figures_table(candidate, language)
    origins = {(each.source, str(each.year or "")) for each in candidate.figures}
    if len(origins) > 1:
        return Listing(table, ("1.6fr", "20mm", "1fr", "14mm", "2.4fr"))
    line = ", ".join(each for each in next(iter(origins)) if each)
    return Listing(
        Table(table.columns[:3], tuple(row[:3] for row in table.rows)),
        ("1.6fr", "20mm", "2.4fr"),
        language.say(FROM_SOURCE) % {"source": line} if line else "",
    )


def outcome(candidate: Candidate, language: Language) -> str:
    """What became of a candidate, in a word or two."""
    if candidate.left_at:
        return f"{language.say(tables.LEFT_AT)}: {candidate.left_at}"
    if candidate.veto:
        return language.say(VETOES)
    if candidate.chosen is None:
        return ""
    return language.say(IS_CHOSEN if candidate.chosen else NOT_CHOSEN)


def _annex(report: SelectionReport) -> Iterator[Block]:
    if not report.scored:
        return
    yield Heading(report.language.say(ANNEX))
    for each in report.by_rank:
        yield Heading(each.name, 3)
        yield from _pieces(tables.votes_table(report, each), "2.4fr", _MOST_VOTES)
