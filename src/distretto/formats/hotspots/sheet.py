"""The map of hot spots: each region by its kind."""

from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.maps import Sheet, region_map
from distretto.formats.charts.picture import Bounded, Column, Picture
from distretto.formats.measured.columns import sign_of

TITLE = gettext_noop("Hot spots on the map")
KIND = gettext_noop("Region among its neighbours")
CHANCE = gettext_noop("corrected p %(p)s")
OF_LEVEL = gettext_noop(
    "Of the coloured regions, %(level)s may be there by chance. Names are those of "
    "coloured regions, where there is room."
)
LOOSE = "loose"
ALONE = "alone"
KINDS = {
    "high-high": (gettext_noop("high among high (hot spot)"), theme.KINDS[1]),
    "low-low": (gettext_noop("low among low (cold spot)"), theme.KINDS[0]),
    "high-low": (gettext_noop("high among low"), theme.KINDS[2]),
    "low-high": (gettext_noop("low among high"), theme.KINDS[7]),
    LOOSE: (gettext_noop("as chance has it"), theme.STEPS[0]),
    ALONE: (gettext_noop("no neighbour with a figure"), theme.LINE),
}
VALUES = {
    "lq": gettext_noop("Location quotient"),
    "slq": gettext_noop("Symmetric location quotient"),
    "employment": gettext_noop("Jobs"),
    "establishments": gettext_noop("Establishments"),
}


def hot_spot_map(
    found: Measured,
    boundaries: Boundaries,
    *,
    source: str = "",
    language: Language,
    width: int,
) -> Picture:
    """The regions by kind; the tooltip has the figure and its corrected p-value."""
    say, rows = language.say, found.rows.to_dicts()
    sure = [row for row in rows if row["is_significant"]]
    key = value_key(found)
    is_count = found.settings["measure"] == "count"
    sheet = Sheet(
        shapes=boundaries.shapes,
        names={**boundaries.names, **{r["code"]: r["name"] for r in rows if r["name"]}},
        values={row["code"]: _value(row, key) for row in rows},
        column=Column(key, say(VALUES[key]), "count" if is_count else "number"),
        kinds={
            row["code"]: say(KINDS[kind][0])
            for row in rows
            if (kind := kind_of(row)) is not None
        },
        kind_colours={say(name): colour for name, colour in KINDS.values()},
        kind_name=say(KIND),
        tips={row["code"]: _tip(row, language) for row in rows},
        labelled=tuple(row["code"] for row in sure),
        notes=[say(OF_LEVEL) % {"level": language.percent(found.settings["level"], 0)}]
        if sure
        else [],
        are_circles=boundaries.are_circles,
    )
    return region_map(
        sheet,
        title=say(TITLE),
        source=source,
        year=found.settings["year"],
        language=language,
        width=width,
    )


def value_key(found: Measured) -> str:
    """The column that was tested."""
    measure: str = found.settings["measure"]
    return str(found.settings["value"]) if measure == "count" else measure


def kind_of(row: dict[str, Any]) -> str | None:
    """The kind of a region on the map; None where its figure is unknown."""
    if row["left_out"]:
        return None if row["left_out"] == "unknown" else ALONE
    return str(row["kind"]) if row["is_significant"] else LOOSE


def _value(row: dict[str, Any], key: str) -> float | None:
    value = row[key]
    if row["left_out"] == "unknown" or value is None:
        return None
    sign = sign_of(row, key)
    return Bounded(value, sign) if sign else float(value)


def _tip(row: dict[str, Any], language: Language) -> str:
    if row["adjusted_p_value"] is None:
        return ""
    p = language.chance(row["adjusted_p_value"])
    return language.say(CHANCE) % {"p": p}
