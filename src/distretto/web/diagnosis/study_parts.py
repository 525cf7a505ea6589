"""Tables and pictures of a study, for its pages and for its documents alike.

A part is a list of blocks under its key. What it tells may be read by everybody who
reads the study: figures of few firms are hidden before they come here, and nothing
confidential is quoted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Picture, Table, source_line
from distretto.formats.documents import blocks
from distretto.formats.problem_tree import Leaf, draw_problem_tree
from distretto.web.diagnosis import baseline_tables
from distretto.web.diagnosis.few_firms import few_together
from distretto.web.diagnosis.models import Evidence, Study
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.register import kinds
from distretto.web.register.queries import organisations as register
from distretto.web.ui import pictures

Part = Callable[[Study, Language], list[blocks.Block]]
_parts: dict[str, Part] = {}


def part(key: str) -> Callable[[Part], Part]:
    """Register a function as the part `key`."""

    def register_part(function: Part) -> Part:
        _parts[key] = function
        return function

    return register_part


def blocks_of(
    study: Study, keys: Iterable[str], language: Language
) -> list[blocks.Block]:
    """The blocks of several parts; a part that has nothing to tell gives none."""
    return [
        block for key in keys if key in _parts for block in _parts[key](study, language)
    ]


@dataclass(frozen=True)
class Shown:
    """A block as a page shows it: `kind` says which of the others is set."""

    kind: str
    text: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    table: Table | None = None
    rows: Sequence[Any] = ()
    picture: Any = None
    note: str = ""


def shown(study: Study, keys: Iterable[str]) -> list[Shown]:
    """The parts beside a section, for its page."""
    language = pictures.page_language()
    return shown_blocks(blocks_of(study, keys, language), language)


def shown_blocks(told: Iterable[blocks.Block], language: Language) -> list[Shown]:
    """Blocks as a page shows them."""
    return [_shown(block, language) for block in told]


def shown_tree(study: Study) -> Shown | None:
    """The problem tree, for the page of problems; None without an arrow."""
    language = pictures.page_language()
    drawn = tree(study, language)
    return _shown(drawn[0], language) if drawn else None


def _shown(block: blocks.Block, language: Language) -> Shown:
    match block:
        case blocks.Heading(text):
            return Shown("heading", text=text)
        case blocks.Quote(text):
            return Shown("quote", text=text)
        case blocks.Text(text):
            return Shown("text", text=text)
        case blocks.Facts(pairs):
            return Shown("facts", pairs=pairs)
        case blocks.Listing(table, _, note, _caption):
            worded = table.worded(language)
            rows = [list(zip(table.columns, row, strict=True)) for row in worded]
            return Shown("table", table=table, rows=rows, note=note)
        case blocks.Drawing():
            return Shown("picture", picture=_drawing(block, language))
        case Picture():
            return Shown("picture", picture=block)
    raise AssertionError(block)


def _drawing(drawing: blocks.Drawing, language: Language) -> pictures.Shown:
    table = drawing.table or Table((), ())
    return pictures.Shown(
        # Made by our own drawing code, which lets neither scripts nor addresses in.
        svg=mark_safe(drawing.on_page or drawing.svg),
        title=drawing.title,
        description=drawing.description,
        caption=drawing.caption,
        columns=table.columns,
        rows=table.worded(language),
    )


@part("facts")
def facts(study: Study, language: Language) -> list[blocks.Block]:
    """The fact sheet: place, members by size, figures that the study uses."""
    cluster = study.cluster
    members = register.members_of(cluster)
    words = kinds.words_of(cluster.programme)
    sizes = register.sizes_counted(members, words)
    named = {
        words.size_name(code) if code else gettext("Size unknown"): count
        for code, count in sizes.items()
    }
    told = [
        f"{name} {language.number(count)}"
        for name, count in few_together(named, cluster.programme.smallest_cell).items()
    ]
    places = cluster.places.current().select_related("place")
    used = study.figures.current().filter(is_used=True, of="")
    return [
        blocks.Facts.of(
            (gettext("Cluster"), cluster.name),
            (gettext("Products"), cluster.products),
            (gettext("Places"), ", ".join(link.place.name for link in places)),
            (gettext("Life-cycle stage"), cluster.get_stage_display()),
            (gettext("Members in the register"), language.number(members.count())),
            (gettext("Firms by size"), ", ".join(told)),
            *((figure.indicator, _figure(figure, language)) for figure in used),
        )
    ]


def _figure(figure: Any, language: Language) -> str:
    if figure.value is None:
        return ""
    source = source_line(figure.source, figure.year)
    return f"{language.figure(float(figure.value))} {figure.unit} ({source})"


@part("members")
def members(study: Study, language: Language) -> list[blocks.Block]:
    """How many firms and institutions there are of each kind and size."""
    found = register.members_of(study.cluster)
    words = kinds.words_of(study.cluster.programme)
    counted: dict[str, int] = {}
    for kind in found.values_list("kind", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    if not counted:
        return []
    columns = (
        Column("kind", gettext("Kind")),
        Column("count", gettext("Members"), "count"),
    )
    rows = [(words.kind_name(kind), count) for kind, count in counted.items()]
    title = gettext("Members of the cluster, by kind")
    return [blocks.Listing(Table(columns, tuple(rows)), caption=title)]


@part("interviews")
def interviews(study: Study, language: Language) -> list[blocks.Block]:
    """How many conversations were held, by group.

    Where all of a group agreed to be named, as the annex does, it is told as it is;
    of the others those of few are told together.
    """
    held = queries.interviews_of(study).prefetch_related("evidence")
    counted = Counter(each.group or gettext("Not told") for each in held)
    if not counted:
        return []
    nameless = [each for each in held if not queries.may_be_named(each)]
    closed = {each.group or gettext("Not told") for each in nameless}
    named = {group: n for group, n in sorted(counted.items()) if group not in closed}
    hidden = {group: n for group, n in sorted(counted.items()) if group in closed}
    columns = (
        Column("group", gettext("Group")),
        Column("count", gettext("Interviews"), "count"),
    )
    fewest = study.cluster.programme.smallest_cell
    rows = [*named.items(), *few_together(hidden, fewest).items()]
    title = gettext("Interviews held, by group")
    return [blocks.Listing(Table(columns, tuple(rows)), caption=title)]


@part("commission")
def commission(study: Study, language: Language) -> list[blocks.Block]:
    """Who sits in the body that the study is laid before."""
    body = study.reviewed_by
    if body is None:
        return []
    return [blocks.Facts.of((gettext("Reviewed by"), body.name))]


@part("swot")
def swot(study: Study, language: Language) -> list[blocks.Block]:
    """The findings by quadrant, with their evidence and votes."""
    columns = (
        Column("statement", gettext("Finding")),
        Column("evidence", gettext("Rests on")),
        Column("votes", gettext("Votes"), "count"),
    )
    told: list[blocks.Block] = []
    for _, name, findings in queries.board_of(study):
        if not findings:
            continue
        rows = tuple(
            (each.statement, _rests_on(each), each.last_votes)  # type: ignore[attr-defined]
            for each in queries.by_votes(findings)
        )
        told += [
            blocks.Heading(name, 3),
            blocks.Listing(Table(columns, rows), ("3fr", "2fr", "18mm")),
        ]
    return told


def _rests_on(finding: Any) -> str:
    """The evidence of a finding; of what is confidential, that there is some."""
    pieces: list[Evidence] = [link.evidence for link in finding.links]
    open_ = [f"[{p.code}] {p.title}" for p in pieces if not p.is_confidential]  # type: ignore[attr-defined]
    hidden = len(pieces) - len(open_)
    if hidden:
        open_.append(gettext("%(count)s confidential") % {"count": hidden})
    return "; ".join(open_)


@part("problems")
def problems(study: Study, language: Language) -> list[blocks.Block]:
    """The problems in their order, and the tree of causes."""
    ranked = queries.ranked_problems(study)
    if not ranked:
        return []
    columns = (
        Column("rank", gettext("Rank"), "count"),
        Column("problem", gettext("Problem")),
        Column("share", gettext("Firms affected"), "share"),
        Column("severity", gettext("Severity"), "count"),
        Column("feasibility", gettext("Feasibility"), "count"),
        Column("priority", gettext("Priority"), "number"),
        Column("evidence", gettext("Rests on")),
    )
    rows = tuple(
        (
            each.rank or "–",
            each.problem.statement,
            None if each.problem.share is None else float(each.problem.share),
            each.problem.severity,
            each.problem.feasibility,
            each.priority,
            each.rests_on,
        )
        for each in ranked
    )
    table = blocks.Listing(
        Table(columns, rows),
        ("16mm", "3fr", "18mm", "18mm", "20mm", "18mm", "2.5fr"),
        note=gettext(
            "Priority: share of firms × severity / 5 × feasibility / 5, from 0 to 1."
        ),
    )
    return [table, *_what_can_be_done(ranked), *tree(study, language)]


def _what_can_be_done(ranked: Sequence[queries.Ranked]) -> list[blocks.Block]:
    """Whom each problem touches, who could solve it, and how (table T8)."""
    columns = (
        Column("problem", gettext("Problem")),
        Column("affected", gettext("Who is affected")),
        Column("joint", gettext("Jointly?")),
        Column("by_whom", gettext("By whom")),
        Column("leverage", gettext("Leverage")),
        Column("time", gettext("Time to a result")),
    )
    yes_no = {True: gettext("Yes"), False: gettext("No"), None: ""}
    rows = tuple(
        (
            problem.statement,
            problem.affected,
            yes_no[problem.is_joint],
            problem.by_whom,
            problem.leverage,
            str(problem.get_time_display()),
        )
        for problem in (each.problem for each in ranked)
    )
    if not any(cell for row in rows for cell in row[1:]):
        return []
    widths = ("3fr", "2fr", "16mm", "2fr", "2fr", "1.2fr")
    return [
        blocks.Heading(gettext("What can be done about them"), 3),
        blocks.Listing(Table(columns, rows), widths),
    ]


def tree(study: Study, language: Language) -> list[blocks.Block]:
    """The problem tree as a drawing; none without an arrow."""
    found, layers, causes = queries.tree_of(study)
    if not causes:
        return []
    leaves = {
        pk: Leaf(problem.statement, problem.is_core) for pk, problem in found.items()
    }
    arrows = [(str(each.cause_id), str(each.effect_id)) for each in causes]
    return [draw_problem_tree(layers, leaves, arrows, language)]


@part("options")
def options(study: Study, language: Language) -> list[blocks.Block]:
    """The options that follow of pairs of findings."""
    columns = (
        Column("pair", gettext("Pair")),
        Column("option", gettext("Option")),
        Column("inside", gettext("Strength or weakness")),
        Column("outside", gettext("Opportunity or threat")),
    )
    found = study.options.current().select_related("inside", "outside")
    rows = tuple(
        (each.pair, each.statement, each.inside.statement, each.outside.statement)
        for each in found
    )
    note = gettext("S strength, W weakness, O opportunity, T threat.")
    widths = ("14mm", "2fr", "2fr", "2fr")
    return [blocks.Listing(Table(columns, rows), widths, note=note)] if rows else []


@part("baseline")
def baseline_table(study: Study, language: Language) -> list[blocks.Block]:
    """The values that were frozen, or would be if the study were endorsed today."""
    return [*baseline_tables.blocks(baseline.values_of(study), language)]
