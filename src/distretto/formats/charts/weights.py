"""The criteria of a choice and what each weighs, by heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout, bars
from distretto.formats.charts.picture import Column, Picture, Table

TITLE = gettext_noop("What counts, and how much")
HEADING = gettext_noop("Heading")
CRITERION = gettext_noop("Criterion")
WEIGHT = gettext_noop("Weight")
TOTAL = gettext_noop("%(heading)s, %(share)s in all")
TIP = gettext_noop("%(criterion)s (%(heading)s): %(share)s")
DESCRIPTION = gettext_noop(
    "The weight of each criterion, in shares of the whole, coloured by heading. "
    "Criteria: %(count)s. By heading: %(headings)s."
)


@dataclass(frozen=True)
class Weighed:
    """A criterion: its heading, as people call both, and its share of the whole.

    `weight` runs from 0 to 1; None where nobody has proposed one.
    """

    heading: str
    name: str
    weight: float | None


def weights(
    criteria: Sequence[Weighed], *, language: Language = ENGLISH, width: int = 680
) -> Picture:
    """Bars for the weights of the criteria, in their order, one colour to a heading."""
    layout = Layout(width, rtl=language.is_rtl)
    totals = _totals(criteria, language)
    rows = layout.named([_row(each, totals, language) for each in criteria])
    colours = dict(zip(totals.values(), theme.KINDS, strict=False))
    chart = bars(rows, layout, colours=colours)
    return Picture(
        chart=chart.configure(**theme.config(rtl=layout.rtl)),
        data={"rows": rows},
        table=Table(
            (
                Column("heading", language.say(HEADING)),
                Column("criterion", language.say(CRITERION)),
                Column("weight", language.say(WEIGHT), "share"),
            ),
            tuple((each.heading, each.name, each.weight) for each in criteria),
        ),
        title=language.say(TITLE),
        description=language.say(DESCRIPTION)
        % {
            "count": language.number(len(criteria)),
            "headings": "; ".join(totals.values()),
        },
        language=language,
    )


def _totals(criteria: Sequence[Weighed], language: Language) -> dict[str, str]:
    """Each heading, and how it stands in the legend with its sum."""
    out = {}
    for heading in dict.fromkeys(each.heading for each in criteria):
        parts = [each.weight for each in criteria if each.heading == heading]
        known = None if None in parts else sum(each or 0 for each in parts)
        share = language.percent(known, 0)
        out[heading] = language.say(TOTAL) % {"heading": heading, "share": share}
    return out


def _row(each: Weighed, totals: dict[str, str], language: Language) -> dict[str, Any]:
    digits = 0 if each.weight is None or _is_whole(each.weight) else 1
    share = language.percent(each.weight, digits)
    return {
        "name": each.name,
        "value": each.weight,
        "word": share,
        "kind": totals[each.heading],
        "tip": language.say(TIP)
        % {"criterion": each.name, "heading": each.heading, "share": share},
        "link": None,
    }


def _is_whole(share: float) -> bool:
    return abs(share * 100 - round(share * 100)) < 1e-9
