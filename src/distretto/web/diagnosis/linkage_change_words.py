"""What became of linkages between two waves, as a page shows it."""

from typing import Any

from django.utils.translation import gettext, ngettext

from distretto.analysis.diagnosis.linkages.change import Change
from distretto.formats.linkages.words import HEADINGS

CHANCE = 0.05  # a p-value above it may well be chance
CHANGED = {
    "density": "share",
    "valued_density": "number",
    "mean_degree": "number",
    "isolates": "count",
    "components": "count",
    "giant_share": "share",
    "transitivity": "share",
    "degree_centralisation": "share",
    "betweenness_centralisation": "share",
    "directed_density": "share",
    "directed_valued_density": "number",
    "directed_mean_degree": "number",
    "reciprocity": "share",
    "given_centralisation": "share",
    "received_centralisation": "share",
}


def change(found: Change, *, names: bool) -> dict[str, Any]:
    """What changed between two waves: counts, measures, and who came and left."""
    return {
        "found": found,
        "summary": _summary(found),
        "counted": _counted(found),
        "measures": [
            row
            | {
                "name": gettext(HEADINGS[row["measure"]]),
                "kind": CHANGED[row["measure"]],
            }
            for row in found.measures.to_dicts()
            if row["before"] is not None or row["after"] is not None
        ],
        "came": found.entries if names else (),
        "left": found.exits if names else (),
        "resemblance": "" if found.is_wish else _resemblance(found),
    }


def _summary(found: Change) -> str:
    """The fate of the ties, in one sentence; of a wish nothing came or was lost yet."""
    there = found.kept + found.lost
    told = ngettext(
        "Of %(count)s tie before, %(kept)s was kept and %(lost)s lost; %(new)s came.",
        "Of %(count)s ties before, %(kept)s were kept and %(lost)s lost; %(new)s came.",
        there,
    )
    if found.is_wish:
        told = ngettext(
            "Of %(count)s tie that is there, %(kept)s is wished for, too; %(lost)s is "
            "not. Wished for and not there yet: %(new)s.",
            "Of %(count)s ties that are there, %(kept)s are wished for, too; %(lost)s "
            "are not. Wished for and not there yet: %(new)s.",
            there,
        )
    return told % {
        "count": there,
        "kept": found.kept,
        "lost": found.lost,
        "new": found.new,
    }


def _counted(found: Change) -> str:
    """Which ties these are: with their direction, or by pairs as they are drawn."""
    if not found.is_directed:
        return gettext("Ties are counted by pairs, whichever of the two told of them.")
    told = gettext(
        "Ties are counted with direction: one of which both sides tell is two. By "
        "pairs, as the sociogram draws them: %(kept)s kept, %(lost)s lost, %(new)s new."
    )
    if found.is_wish:
        told = gettext(
            "Ties are counted with direction: one of which both sides tell is two. By "
            "pairs, as the sociogram draws them: %(kept)s there and wished for, "
            "%(lost)s there and not wished for, %(new)s wished for and not there yet."
        )
    return told % {
        "kept": found.pairs_kept,
        "lost": found.pairs_lost,
        "new": found.pairs_new,
    }


def _resemblance(found: Change) -> str:
    """How far the ties of both waves are those of the same pairs."""
    qap = found.qap
    if qap.correlation != qap.correlation:
        return gettext(
            "How far both waves resemble each other cannot be said: in one of them "
            "nobody is tied, or everybody."
        )
    if qap.p_value > CHANCE:
        return gettext(
            "The ties of both waves resemble each other no more than chance would have "
            "it: who works with whom has changed throughout."
        )
    return gettext(
        "The ties of both waves resemble each other more than chance would have it: "
        "those of the earlier wave were built upon."
    )
