"""Measured linkages as tables for a screen."""

from typing import Any

from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.charts.language import ENGLISH
from distretto.formats.linkages.report import Key, LinkageReport
from distretto.formats.linkages.words import HEADINGS, VALUES

WHOLE = (
    *("actors", "coverage", "ties", "density", "density_low", "density_high"),
    *("valued_density", "mean_degree", "isolates", "unheard"),
    *("components", "giant_share"),
    *("cut_actors", "transitivity", "degree_centralisation"),
    *("betweenness_centralisation", "core_size", "core_fit", "outside_share"),
    *("conflicts", "directed_ties", "directed_density"),
    *("directed_mean_degree", "reciprocity"),
    *("given_centralisation", "received_centralisation"),
)
COUNTED = ("isolates", "components")
UNKNOWN = "."


def linkages_text(found: LinkageReport, *, top: int, width: int) -> str:
    """The whole by view, the actors of most ties, what changed, and the notes."""
    parts = []
    for wave, measures in zip(found.waves, found.measures, strict=True):
        for relation in measures.settings["directed"]:
            parts.append(_heading(wave.wave, relation, len(found.waves)))
            parts.append(_whole(measures.whole, relation, width))
            parts.append(_mixing(measures.mixing, relation))
            parts.append(_institutions(measures.institutions.get(relation)))
            if len(found.waves) == 1:
                parts.append(_actors(measures.actors, relation, top, width))
    parts += [_change(key, each, width) for key, each in found.changes.items()]
    notes = [f"Note: {note}" for note in found.all_notes()]
    parts.append("\n".join(filled(notes, width)))
    return "\n\n".join(part for part in parts if part)


def _heading(wave: str, relation: str, waves: int) -> str:
    named = [wave if waves > 1 or wave else "", relation or "All linkages together"]
    return " · ".join(part for part in named if part)


def _whole(whole: Any, relation: str, width: int) -> str:
    rows = whole.filter(relation=relation).to_dicts()
    names = [name for name in WHOLE if any(row[name] is not None for row in rows)]
    table = [
        [HEADINGS[name], *(number(name, row[name]) for row in rows)] for name in names
    ]
    columns = [
        Column("", widest=40),
        *(Column(VALUES[row["view"]], right=True) for row in rows),
    ]
    return text_table(table, columns, width)


def _mixing(mixing: Any, relation: str) -> str:
    if not mixing.width:
        return ""
    rows = mixing.filter(relation=relation).to_dicts()
    return "\n".join(
        f"E-I index by {row['attribute']}, {VALUES[row['view']]}: "
        f"{number('', row['ei_index'])} (to be expected "
        f"{number('', row['ei_expected'])}; {row['within']:,} ties within, "
        f"{row['across']:,} across)"
        for row in rows
    )


def _institutions(found: Any) -> str:
    if found is None:
        return ""
    tied = number("_share", _known(found.tied_share))
    told = (
        f"Firms and institutions: {tied} of {found.firms:,} firms have a tie to one; "
        f"the mean is {number('', _known(found.mean_ties))}"
    )
    several = _known(found.several_types_share)
    if several is not None:
        told += f"; {number('_share', several)} have ties to three types or more"
    return f"{told}."


def _known(value: float) -> float | None:
    return None if value != value else value


def _actors(actors: Any, relation: str, top: int, width: int) -> str:
    view = actors["view"][0]
    rows = actors.filter(relation=relation, view=view).head(top).to_dicts()
    names = ["degree", "betweenness", "constraint", "brokered", "knowledge_role"]
    names = [n for n in names if any(row.get(n) is not None for row in rows)]
    table = [
        [
            row["actor"],
            VALUES[row["kind"]],
            *(_cell(name, row[name]) for name in names),
        ]
        for row in rows
    ]
    columns = [
        Column("actor", widest=30),
        Column("kind"),
        *(Column(HEADINGS[n].lower(), right=n != "knowledge_role") for n in names),
    ]
    return text_table(table, columns, width) if rows else ""


def _cell(name: str, value: Any) -> str:
    if isinstance(value, str):
        return VALUES.get(value, value)
    return number(name, value)


def _change(key: Key, found: Any, width: int) -> str:
    sentences = _wish(key, found) if found.is_wish else _fate(key, found)
    if found.unheard:
        unheard = f"{len(found.unheard):,} did not answer twice and are not compared."
        sentences.append(unheard)
    head = "\n".join(filled([" ".join(sentences)], width))
    return head + "\n\n" + _measures(found, width)


def _fate(key: Key, found: Any) -> list[str]:
    """What became of the ties between two waves, and who came and left."""
    before, after, *_ = key
    told = [
        f"From {before or 'the first'} to {after or 'the second'}, "
        f"{_of_whom(key, found)}.",
        f"Ties, {_counted(found)}: {found.kept:,} kept, {found.new:,} new, "
        f"{found.lost:,} lost; {_jaccard(found)} of all are kept (Jaccard).",
    ]
    if found.is_directed:
        told.append(
            f"Ties, by pairs: {found.pairs_kept:,} kept, {found.pairs_new:,} new, "
            f"{found.pairs_lost:,} lost."
        )
    told.append(
        f"Correlation of the two, {_counted(found)} (QAP): "
        f"{number('', _known(found.qap.correlation))}, "
        f"p {_p(_known(found.qap.p_value))}."
    )
    if found.entries or found.exits:
        told.append(
            f"{len(found.entries):,} actors came, with {found.entry_ties:,} ties; "
            f"{len(found.exits):,} left, with {found.exit_ties:,} "
            f"({_counted(found)})."
        )
    return told


def _wish(key: Key, found: Any) -> list[str]:
    """What is wished for beside what is there: nothing came, and nothing was lost."""
    before, after, *_ = key
    told = [
        f"{before or 'The first'} against what is wished for "
        f"({after or 'the second'}), {_of_whom(key, found)}.",
        f"Ties, {_counted(found)}: {found.kept:,} are there and wished for, "
        f"{found.new:,} are wished for and not there yet, {found.lost:,} are there and "
        f"not wished for; {_jaccard(found)} of all are both (Jaccard).",
    ]
    if found.is_directed:
        told.append(
            f"Ties, by pairs: {found.pairs_kept:,} are there and wished for, "
            f"{found.pairs_new:,} are wished for and not there yet, "
            f"{found.pairs_lost:,} are there and not wished for."
        )
    if found.entries or found.exits:
        told.append(
            f"{len(found.entries):,} actors are in the wish alone, "
            f"{len(found.exits):,} not in it."
        )
    return told


def _of_whom(key: Key, found: Any) -> str:
    *_, relation, view = key
    return (
        f"{relation or 'all linkages together'}, {VALUES[view]}: "
        f"{len(found.panel):,} actors are in both waves"
    )


def _counted(found: Any) -> str:
    """How ties are counted: with their direction, or by pairs."""
    return VALUES["with_direction" if found.is_directed else "by_pairs"]


def _jaccard(found: Any) -> str:
    return number("_share", _known(found.jaccard))


def _measures(found: Any, width: int) -> str:
    rows = [
        [
            HEADINGS[row["measure"]],
            number(row["measure"], row["before"]),
            number(row["measure"], row["after"]),
            number(row["measure"].replace("_share", ""), row["change"]),
            _interval(row),
            _p(row["p_value"]),
        ]
        for row in found.measures.to_dicts()
        if row["before"] is not None or row["after"] is not None
    ]
    heads = ["before", "after", "change", "95 %", "p"]
    if found.is_wish:
        heads = ["there", "wished for", "difference"]
        rows = [row[:4] for row in rows]
    columns = [Column("", widest=40), *(Column(n, right=True) for n in heads)]
    return text_table(rows, columns, width)


def _interval(row: dict[str, Any]) -> str:
    if row["low"] is None:
        return ""
    return f"{number('', row['low'])} to {number('', row['high'])}"


def _p(value: float | None) -> str:
    return "" if value is None else ENGLISH.chance(value)


def number(name: str, value: float | None) -> str:
    """A figure as people read it; unknown is a dot."""
    if value is None:
        return UNKNOWN
    if name.endswith("_share") or name == "coverage":
        return ENGLISH.percent(value, 0)
    if isinstance(value, int) or name in COUNTED:
        return ENGLISH.number(value)
    if float(value).is_integer() and abs(value) >= 1:
        return ENGLISH.number(value)
    return ENGLISH.number(value, 1 if abs(value) >= 10 else 3)
