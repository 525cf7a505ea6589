"""The localisation of industries as text for people."""

from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.charts.language import ENGLISH
from distretto.formats.localisation.report import LocalisationReport
from distretto.formats.localisation.words import ranges, reading

NOWHERE = "–"
COLUMNS = (
    Column("Industry", widest=44, lines=2),
    Column("Plants", right=True),
    Column("Localised", widest=26, lines=3),
    Column("Dispersed", widest=26, lines=3),
    Column("× chance", right=True),
    Column("p", right=True),
    Column("p corr.", right=True),
)


def localisation_text(report: LocalisationReport, top: int, width: int) -> str:
    """The first `top` industries, the first of them in a sentence, and the notes."""
    parts = [_table(report, top, width)]
    first = report.found[0]
    sentences = [
        reading(first, report.name_of(first.industry)),
        "× chance: pairs of plants at the distances where the industry is localised, "
        "against plants placed at random on all sites of the list. p: chance of a "
        "curve at least as extreme; p corr.: allowing for the number of industries.",
        *(str(note) for note in report.notes),
    ]
    if len(report.found) > top:
        sentences.insert(
            0, f"Of {len(report.found):,} industries the first {top:,} are shown."
        )
    parts.append("\n".join(filled(sentences, width)))
    return "\n\n".join(parts)


def _table(report: LocalisationReport, top: int, width: int) -> str:
    rows = [
        (
            report.name_of(each.industry),
            f"{each.density.plants:,}",
            ranges(each.density.localised_km) or NOWHERE,
            ranges(each.density.dispersed_km) or NOWHERE,
            NOWHERE if each.ratio is None else ENGLISH.short(each.ratio),
            ENGLISH.chance(each.density.p_value),
            ENGLISH.chance(each.adjusted_p_value),
        )
        for each in report.found[:top]
    ]
    return text_table(rows, COLUMNS, width)
