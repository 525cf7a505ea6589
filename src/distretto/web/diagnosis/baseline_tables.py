"""The values of a baseline as tables to read, and as one long table to work with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table, word
from distretto.formats.documents.blocks import Block, Heading, Listing, parts_of
from distretto.web.diagnosis.linkage_words import WHOLE
from distretto.web.diagnosis.models import BaselineValue
from distretto.web.diagnosis.study_tables import Named

Values = Sequence[BaselineValue]
Name = Callable[[BaselineValue], str]
_ASKED = ("survey:", "indicator:")
_MOST_GROUPS = 6  # beside the name, on a sheet of A4
# How the number of a measure is written, by the last piece of its key.
_KINDS = {
    "severe": "share",
    "seen_severe": "share",
    "first": "share",
    "mean": "number",
    "seen": "number",
    "median": "figure",
}


def blocks(values: Values, language: Language) -> Iterator[Block]:
    """The tables of a baseline, each with its day, sample and version beneath it."""
    several = {
        name: [each for each in values if _table_of(each) == name] for name in _TABLES
    }
    for name, table in _TABLES.items():
        if several[name]:
            yield from table(several[name], language)


def as_of(value: BaselineValue) -> str:
    """The day that a value is of, else its year; blank where neither is told."""
    if value.dated:
        return date_format(value.dated)
    return str(value.year or "")


def days_of(values: Values) -> list[tuple[str, str]]:
    """Of which days the values of each origin are: not of the day of endorsement."""
    days: dict[str, dict[str, None]] = {}
    for each in values:
        origin = each.key.split(":")[0]
        told = as_of(each) or gettext("no day told")
        days.setdefault(str(_ORIGINS.get(origin, origin)), {})[told] = None
    return [(origin, ", ".join(told)) for origin, told in days.items()]


_ORIGINS = {
    "survey": _("Survey"),
    "indicator": _("Survey"),
    "linkages": _("Linkages"),
    "register": _("Register"),
    "profile": _("Profile"),
}


def _table_of(value: BaselineValue) -> str:
    origin, *rest = value.key.split(":")
    if origin == "linkages":
        return "linkages"
    # Values that were frozen before they had a measure are told one by one.
    if origin not in {"survey", "indicator"} or not value.measure:
        return "figures"
    if origin == "indicator":
        return "indicators"
    return "groups" if len(rest) > 2 else "bottlenecks"


def _figures(values: Values, language: Language) -> Iterator[Block]:
    columns: tuple[Column, ...] = (
        Column("indicator", gettext("Indicator")),
        Column("group", gettext("Of whom")),
        Column("value", gettext("Value"), "figure"),
        Column("unit", gettext("Unit")),
        Column("as_of", gettext("As of")),
        Column("n", gettext("From how many"), "count"),
        Column("sample", gettext("Sample")),
        Column("source", gettext("Source")),
    )
    widths: tuple[str, ...] = (
        "3fr",
        "1.4fr",
        "20mm",
        "1.3fr",
        "1.7fr",
        "15mm",
        "1.8fr",
        "2.2fr",
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.indicator,
            each.group,
            each.value,
            each.unit,
            as_of(each),
            each.n,
            each.sample,
            _source(each),
        )
        for each in values
    )
    if not any(each.group for each in values):
        columns, widths = columns[:1] + columns[2:], widths[:1] + widths[2:]
        rows = tuple(row[:1] + row[2:] for row in rows)
    title = gettext("Baseline: figures of the cluster")
    yield from _titled(title, [Listing(Table(columns, rows), widths)])


def _bottlenecks(values: Values, language: Language) -> Iterator[Block]:
    title = gettext("Baseline: bottlenecks, of all firms")
    yield from _pivoted(title, values, _measure, language, with_firms=True)


def _groups(values: Values, language: Language) -> Iterator[Block]:
    """A table for each variable, of the share of firms; the means are in the files."""
    severe = [each for each in values if each.key.split(":")[2] == "severe"]

    def variable(value: BaselineValue) -> str:
        return value.key.split(":")[3]

    for _variable, several in groupby(sorted(severe, key=variable), key=variable):
        found = list(several)
        title = gettext("Baseline: share of firms at 3 or worse, by %(variable)s") % {
            "variable": found[0].group.split(": ")[0].lower()
        }
        yield from _pivoted(title, found, _group_name, language)


def _indicators(values: Values, language: Language) -> Iterator[Block]:
    title = gettext("Baseline: indicators of the survey")
    yield from _pivoted(title, values, _measure, language, with_firms=True)


def _linkages(values: Values, language: Language) -> Iterator[Block]:
    title = gettext("Baseline: measures of the linkages")
    yield from _pivoted(title, values, _group, language)


def _measure(value: BaselineValue) -> str:
    return value.measure


def _group(value: BaselineValue) -> str:
    return value.group


def _group_name(value: BaselineValue) -> str:
    return value.group.split(": ", 1)[-1]


_TABLES: dict[str, Callable[[Values, Language], Iterator[Block]]] = {
    "figures": _figures,
    "bottlenecks": _bottlenecks,
    "groups": _groups,
    "linkages": _linkages,
    "indicators": _indicators,
}


def _pivoted(
    title: str,
    values: Values,
    heading: Name,
    language: Language,
    *,
    with_firms: bool = False,
) -> Iterator[Block]:
    """A row for each indicator, a column for each heading; how many in the cell."""
    heads = list(dict.fromkeys(map(heading, values)))
    cells = {(each.indicator, heading(each)): each for each in values}
    rows = []
    for name in dict.fromkeys(each.indicator for each in values):
        found = [cells.get((name, head)) for head in heads]
        told = [_cell(each, language, with_n=not with_firms) for each in found]
        firms = next((each.n for each in found if each and each.n is not None), None)
        rows.append((name, *told, *([language.number(firms)] if with_firms else [])))
    columns = [
        Column("indicator", gettext("Indicator")),
        # Written out: each row has numbers of its own kind.
        *(Column(head, capfirst(head), "worded") for head in heads),
        *([Column("n", gettext("Firms"), "worded")] if with_firms else []),
    ]
    *several, last = parts_of(Table(tuple(columns), tuple(rows)), _MOST_GROUPS)
    widths = ("2.4fr", *["1fr"] * _MOST_GROUPS)
    listed = [
        *(Listing(each, widths[: len(each.columns)]) for each in several),
        Listing(last, widths[: len(last.columns)], note=_note(values)),
    ]
    yield from _titled(title, listed)


def _titled(title: str, listed: Iterable[Listing]) -> Iterator[Block]:
    yield Heading(title, 3)
    yield from listed


def _cell(value: BaselineValue | None, language: Language, *, with_n: bool) -> str:
    """A value with its interval, and how many it is from."""
    if value is None:
        return ""
    if value.value is None:
        # Figures of few firms are hidden with how many they are.
        is_hidden = value.n is None and value.key.startswith(_ASKED)
        return gettext("hidden") if is_hidden else language.unknown
    kind = _kind(value)
    told = _worded(value.value, kind, language)
    if value.unit:
        told = f"{told} {value.unit}"
    if with_n and value.n is not None and value.key.startswith(_ASKED):
        told = gettext("%(value)s (n = %(count)s)") % {
            "value": told,
            "count": language.number(value.n),
        }
    if value.low is None or value.high is None:
        return told
    if kind == "share":
        ends = language.number(100 * value.low), language.percent(value.high, 0)
    else:
        ends = (
            _worded(value.low, kind, language),
            _worded(value.high, kind, language),
        )
    return "\n".join((told, "–".join(ends)))


def _worded(number: float, kind: str, language: Language) -> str:
    return word(Column("value", "", kind), number, language)


def _kind(value: BaselineValue) -> str:
    pieces = value.key.split(":")
    if pieces[0] == "linkages":
        return WHOLE.get(pieces[1], "number")
    return _KINDS.get(pieces[2] if pieces[0] == "survey" else pieces[-1], "number")


def _note(values: Values) -> str:
    """The days, samples, questionnaires and waves that a table rests on."""
    days = dict.fromkeys(filter(None, map(as_of, values)))
    samples = dict.fromkeys(filter(None, (each.sample for each in values)))
    sources = dict.fromkeys(filter(None, map(_source, values)))
    told = [
        gettext("As of %(days)s.") % {"days": ", ".join(days)} if days else "",
        gettext("Sample: %(samples)s.") % {"samples": "; ".join(samples)}
        if samples
        else "",
        gettext("Source: %(sources)s.") % {"sources": "; ".join(sources)}
        if sources
        else "",
        gettext("What would tell of few firms is hidden.")
        if any(each.value is None and each.n is None for each in values)
        else "",
    ]
    return " ".join(filter(None, told))


def _source(value: BaselineValue) -> str:
    if not value.version:
        return value.source
    # Of old the version alone was kept, without the name of the questionnaire.
    asked = gettext("questionnaire %(version)s") % {"version": value.version}
    return ", ".join(filter(None, (value.source, asked)))


def long_table(values: Values, language: Language) -> Named:
    """Every value in a row of its own, unrounded, with all that is told of it."""
    columns = (
        Column("key", gettext("Key")),
        Column("indicator", gettext("Indicator")),
        Column("measure", gettext("Measure")),
        Column("group", gettext("Of whom")),
        Column("value", gettext("Value"), "figure"),
        Column("low", gettext("Lower end"), "figure"),
        Column("high", gettext("Upper end"), "figure"),
        Column("unit", gettext("Unit")),
        Column("as_of", gettext("As of")),
        Column("n", gettext("From how many"), "count"),
        Column("sample", gettext("Sample")),
        Column("version", gettext("Questionnaire")),
        Column("source", gettext("Source")),
    )
    rows = tuple(map(_row, values))
    return Named("baseline", gettext("Baseline"), Table(columns, rows), language)


def _row(value: BaselineValue) -> tuple[Cell, ...]:
    day = value.dated.isoformat() if value.dated else str(value.year or "")
    return (
        value.key,
        value.indicator,
        value.measure,
        value.group,
        value.value,
        value.low,
        value.high,
        value.unit,
        day,
        value.n,
        value.sample,
        value.version,
        value.source,
    )
