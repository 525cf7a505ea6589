"""The benchmarks: this cluster beside others, and why their figures differ."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import (
    Bounded,
    Cell,
    Column,
    Table,
    source_line,
)
from distretto.formats.signs import AT_LEAST
from distretto.web.diagnosis.models import ProfileFigure
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.same_figures import (
    ESTABLISHMENTS,
    FIRMS,
    OFFICIAL,
    is_of_some,
    is_word,
    row_of,
    same_of,
)
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables.named import Named
from distretto.web.diagnosis.study_tables.profile import INDICATOR, UNIT

BESIDE_OTHERS = gettext_noop("Beside other clusters")
THIS_CLUSTER = gettext_noop("This cluster")
WHY_APART = gettext_noop("Why they differ")
TWO_SOURCES = gettext_noop(
    "“%(indicator)s”: this cluster by “%(source)s”, the official measure by "
    "“%(official)s”. Official measures tell of the whole industry in its places, "
    "whether a firm belongs to the cluster or not."
)
TWO_COUNTS = gettext_noop(
    "A firm that works in several places is one firm, but several establishments."
)
OF_SOME = gettext_noop(
    "≥: the sum of the firms whose number is known; the whole is no less."
)
OF_SO_MANY = gettext_noop(
    "≥: the sum of the %(count)s firms whose number is known; the whole is no less."
)


@dataclass(frozen=True)
class Beside:
    """One indicator, with the figure of each cluster that has it; “” is this one."""

    indicator: str
    figures: dict[str, ProfileFigure]

    @property
    def units(self) -> str:
        """The unit, or each of them where the figures are counted in several."""
        first, *others = sorted(self.figures.values(), key=lambda each: each.of)
        units = {each.unit.casefold(): each.unit for each in (first, *others)}
        return " / ".join(units.values())

    @property
    def is_compared(self) -> bool:
        """Whether this cluster has a figure, too."""
        return "" in self.figures


def benchmarks(found: StudyMeasures, language: Language) -> Named:
    """The indicators that others have, too: this cluster beside each of them."""
    say = language.say
    others = sorted({each.of for each in found.rows.figures if each.of})
    columns = (
        Column("indicator", say(INDICATOR)),
        Column("unit", say(UNIT)),
        Column("this", say(THIS_CLUSTER), "figure"),
        *(Column(f"of_{place}", of, "figure") for place, of in enumerate(others)),
    )
    rows = tuple(
        (
            each.indicator,
            each.units,
            *(_cell(each.figures.get(of)) for of in ("", *others)),
        )
        for each in _beside(found, language)
    )
    return Named("benchmarks", say(BESIDE_OTHERS), Table(columns, rows), language)


def benchmarks_with_reasons(found: StudyMeasures, language: Language) -> Named:
    """The same for a file, where a bound has no sign: with the reasons in a column."""
    named = benchmarks(found, language)
    reasons = [_reason(each, language) for each in _beside(found, language)]
    columns = (*named.table.columns, Column("why", language.say(WHY_APART)))
    rows = tuple(
        (*row, reason) for row, reason in zip(named.table.rows, reasons, strict=True)
    )
    return replace(named, table=Table(columns, rows))


def benchmark_reasons(found: StudyMeasures, language: Language) -> list[str]:
    """Why figures of one thing differ: other sources, other ways of counting."""
    told = (_reason(each, language) for each in _beside(found, language))
    return [each for each in told if each]


def _beside(found: StudyMeasures, language: Language) -> list[Beside]:
    """The rows, first those in which this cluster has a figure, too."""
    used: dict[tuple[str, str], dict[str, ProfileFigure]] = {}
    for each in sorted(found.rows.figures, key=_is_rather_not):
        if each.is_used:
            row = used.setdefault(row_of(each.indicator, each.unit), {})
            row.setdefault(each.of, each)
    told = [
        Beside(language.say(name) if same_of(name) else name, figures)
        for (name, _unit), figures in sorted(used.items(), key=lambda each: each[0])
        if any(figures.keys() - {""})
    ]
    return sorted(told, key=lambda each: not each.is_compared)


def _is_rather_not(figure: ProfileFigure) -> tuple[bool, bool]:
    """A known figure goes before an unknown one, a whole before the sum of some."""
    return figure.value is None, is_of_some(figure.indicator)


def _cell(figure: ProfileFigure | None) -> Cell:
    value = None if figure is None else number(figure.value)
    if figure is None or value is None or not is_of_some(figure.indicator):
        return value
    return Bounded(value, AT_LEAST)


def _reason(row: Beside, language: Language) -> str:
    return " ".join(_reasons(row, language)) if row.is_compared else ""


def _reasons(row: Beside, language: Language) -> Iterator[str]:
    say, ours = language.say, row.figures[""]
    for of, figure in row.figures.items():
        if is_word(of, OFFICIAL):
            yield say(TWO_SOURCES) % {
                "indicator": row.indicator,
                "source": source_line(ours.source, ours.year),
                "official": source_line(figure.source, figure.year),
            }
    units = [each.unit for each in row.figures.values()]
    if all(any(is_word(u, word) for u in units) for word in (FIRMS, ESTABLISHMENTS)):
        yield say(TWO_COUNTS)
    if is_of_some(ours.indicator):
        count = language.number(ours.n)
        yield say(OF_SOME if ours.n is None else OF_SO_MANY) % {"count": count}
