"""A curve over distances, with the bands that chance keeps within."""

from typing import Any

import altair as alt

from distretto.analysis.selection.agglomeration.k_density import KDensity
from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.render import NARROW

TITLE = gettext_noop("How close together the plants stand")
DISTANCE = gettext_noop("Distance (km)")
DENSITY = gettext_noop("Share of pairs, per km")
WEIGHTED = gettext_noop("Share of pairs, by jobs, per km")
FOUND = gettext_noop("found")
EXPECTED = gettext_noop("expected by chance")
LOCAL = gettext_noop("%(level)s of chance at each distance")
GLOBAL = gettext_noop("%(level)s of whole curves of chance")
DESCRIPTION = gettext_noop(
    "A line over distances from 0 to %(reach)s km, with two bands in which it would "
    "lie if only chance had placed the plants. %(reading)s"
)
BANDS = gettext_noop(
    "Where the line is above the pale band, the plants are closer together than chance "
    "has it; below it, farther apart. Plants: %(plants)s of %(sites)s sites."
)
HEIGHT = 0.42


def distance_curve(
    found: KDensity,
    *,
    reading: str,
    name: str = "",
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """The K-density of an industry; `reading` says in a sentence what it shows."""
    say = language.say
    share = language.percent(found.level, 0)
    words = {
        "found": say(FOUND),
        "expected": say(EXPECTED),
        "local": say(LOCAL) % {"level": share},
        "global": say(GLOBAL) % {"level": share},
    }
    rows = _rows(found)
    base = alt.Chart(alt.NamedData("curve")).encode(
        x=alt.X(
            "at:Q",
            title=say(DISTANCE),
            scale=alt.Scale(nice=False, reverse=language.is_rtl),
            axis=alt.Axis(grid=False),
        )
    )
    up = alt.Axis(title=say(WEIGHTED if found.weighted else DENSITY), tickCount=5)
    colour = alt.Scale(
        domain=list(words.values()),
        range=[theme.ACCENT, theme.MUTED, theme.STEPS[2], theme.STEPS[1]],
    )

    # On a phone, names stand beneath each other.
    legend = alt.Legend(columns=1 if width <= NARROW else len(words))

    def coloured(key: str) -> alt.Color:
        # A constant, as a field of its own, so that the legend names each layer.
        return alt.Color(f"{key}_name:N", scale=colour, title=None, legend=legend)

    def band(key: str, low: str, high: str) -> Any:
        return base.mark_area(opacity=1).encode(
            y=alt.Y(f"{low}:Q", axis=up), y2=f"{high}:Q", color=coloured(key)
        )

    chart = (
        alt.layer(
            band("global", "lower_global", "upper_global"),
            band("local", "lower", "upper"),
            base.mark_line(strokeDash=[4, 3], strokeWidth=1.5).encode(
                y="expected:Q", color=coloured("expected")
            ),
            base.mark_line(strokeWidth=2.5).encode(
                y="found:Q", color=coloured("found")
            ),
        )
        .properties(width=width - 90, height=round(width * HEIGHT))
        .configure(**theme.config(rtl=language.is_rtl))
    )
    named = {f"{key}_name": word for key, word in words.items()}
    reach = language.short(float(found.distances_km[-1]))
    return Picture(
        chart=chart,
        data={"curve": [row | named for row in rows]},
        table=_table(found, words, language),
        title=name or say(TITLE),
        description=say(DESCRIPTION) % {"reach": reach, "reading": reading},
        notes=(
            reading,
            say(BANDS)
            % {
                "plants": language.number(found.plants),
                "sites": language.number(found.sites),
            },
        ),
        language=language,
    )


_KEYS = ("expected", "lower", "upper", "lower_global", "upper_global")


def _rows(found: KDensity) -> list[dict[str, Any]]:
    curves = {"at": found.distances_km, "found": found.density}
    curves |= {key: getattr(found, key) for key in _KEYS}
    listed = {key: values.tolist() for key, values in curves.items()}
    return [
        dict(zip(listed, row, strict=True))
        for row in zip(*listed.values(), strict=True)
    ]


def _table(found: KDensity, words: dict[str, str], language: Language) -> Table:
    """Every fifth distance: the reader of a table wants figures, not a line."""
    step = max(len(found.distances_km) // 20, 1)
    columns = [
        Column("at", language.say(DISTANCE), "number"),
        Column("found", words["found"], "exact"),
        Column("expected", words["expected"], "exact"),
    ]
    for low, high, key in (
        ("lower", "upper", "local"),
        ("lower_global", "upper_global", "global"),
    ):
        columns += [
            Column(low, f"{words[key]}: ≥", "exact"),
            Column(high, f"{words[key]}: ≤", "exact"),
        ]
    keys = ("at", "found", *_KEYS)
    rows = _rows(found)[::step]
    return Table(tuple(columns), tuple(tuple(row[key] for key in keys) for row in rows))
