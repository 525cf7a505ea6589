"""A cluster map laid out as a sheet: what is coloured, what is outlined."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts.clusters import About, Row
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.maps import Outline, Sheet
from distretto.formats.charts.picture import Bounded, Column
from distretto.formats.signs import (
    ABOUT,
    AT_LEAST,
    is_little_known,
    sign_of_total,
    signed,
)

JOBS_SHARE = gettext_noop("Share of the region’s jobs that are in clusters")
FIRMS_SHARE = gettext_noop("Share of the region’s establishments that are in clusters")
JOBS_SHARE_WITHIN = gettext_noop(
    "Share of the region’s jobs in %(base)s that are in clusters"
)
FIRMS_SHARE_WITHIN = gettext_noop(
    "Share of the region’s establishments in %(base)s that are in clusters"
)
INDUSTRY_LQ = gettext_noop("Location quotient, %(industry)s")
IN_CLUSTERS = gettext_noop("%(count)s of %(total)s jobs")
FIRMS_IN_CLUSTERS = gettext_noop("%(count)s of %(total)s establishments")
IN_CLUSTERS_WITHIN = gettext_noop("%(count)s of %(total)s jobs in %(base)s")
FIRMS_IN_CLUSTERS_WITHIN = gettext_noop(
    "%(count)s of %(total)s establishments in %(base)s"
)
_SHARE_WORDS = (JOBS_SHARE, FIRMS_SHARE, JOBS_SHARE_WITHIN, FIRMS_SHARE_WITHIN)
_TIP_WORDS = (
    IN_CLUSTERS,
    FIRMS_IN_CLUSTERS,
    IN_CLUSTERS_WITHIN,
    FIRMS_IN_CLUSTERS_WITHIN,
)
REGION_KNOWN = gettext_noop("%(share)s of the region known")
LITTLE_OF_JOBS = gettext_noop("little is known: under half of the jobs")
LITTLE_OF_FIRMS = gettext_noop("little is known: under half of the establishments")
LITTLE = gettext_noop(
    "Widely hatched, over any shade: under half of the region is known, and what is "
    "hidden may be in clusters too."
)
# What a share of what is visible in clusters says of all that is.
SHARE_SIGNS = {
    AT_LEAST: gettext_noop(
        "≥ before a share: figures of the region are hidden, and some of them may be "
        "in clusters too."
    ),
    ABOUT: gettext_noop(
        "≈ before a share: figures of the region are hidden and its total leaves them "
        "out, so the true share may be higher or lower."
    ),
}

# Below, at and above the reference; 1.25 and 2 are the method's thresholds.
LQ_BREAKS = (0.5, 1.0, 1.25, 2.0, 5.0)


def clusters_sheet(
    found: ClusterMap,
    boundaries: Boundaries,
    *,
    top: int = 12,
    about: About | None = None,
    links: Mapping[int, str] | None = None,
    language: Language = ENGLISH,
) -> Sheet:
    """Regions by the share of their jobs that is in clusters; the first outlined.

    A region is unknown where none of its figures, or not its total, is known. Little is
    known of it where its visible figures explain less than half. Where any is hidden,
    the share has a sign, because hidden figures may be in clusters too.
    """
    about = about or About.of(found.settings)
    summed = found.region_sums
    if summed is None:
        summed = sums_in_clusters(found.cells, about.value)
    sums = summed.to_dicts()
    return Sheet(
        shapes=boundaries.shapes,
        are_circles=boundaries.are_circles,
        names=boundaries.names,
        values={row["region"]: _bounded(row) for row in sums},
        column=Column("share", about.choose(_SHARE_WORDS, language), "share"),
        outlines=outlines(
            rows(found, boundaries)[:top], about=about, links=links, language=language
        ),
        tips={row["region"]: _tip(row, about, language) for row in sums},
        clusters=found.clusters.height,
        notes=_meanings(sums, language),
        frame=_measured(found),
        little=frozenset(r["region"] for r in sums if is_little_known(r["known"])),
        little_name=language.say(_little_words(found)),
    )


def _little_words(found: ClusterMap) -> str:
    of_jobs = found.settings.get("known_share_of") == "employment"
    return LITTLE_OF_JOBS if of_jobs else LITTLE_OF_FIRMS


def industry_sheet(
    found: ClusterMap,
    boundaries: Boundaries,
    industry: str,
    *,
    about: About | None = None,
    language: Language = ENGLISH,
) -> Sheet:
    """Regions by the location quotient of one industry, its clusters outlined.

    A region that is not listed for the industry is unknown, not zero.
    """
    about = about or About.of(found.settings)
    cells = found.cells.filter(pl.col("industry") == industry).to_dicts()
    tips = {row["region"]: _cell_tip(row, about, language) for row in cells}
    marks = [row for row in rows(found, boundaries) if row["industry"] == industry]
    name = rows_of.industry_of(marks[0]) if marks else industry
    return Sheet(
        shapes=boundaries.shapes,
        are_circles=boundaries.are_circles,
        names=boundaries.names,
        values={row["region"]: rows_of.measure_of(row, "lq") for row in cells},
        column=Column("lq", language.say(INDUSTRY_LQ) % {"industry": name}, "number"),
        breaks=LQ_BREAKS,
        outlines=outlines(marks, about=about, language=language),
        tips=tips,
        notes=rows_of.meaning_of_signs(cells, language, "lq"),
        frame=_measured(found),
    )


def _measured(found: ClusterMap) -> frozenset[str]:
    """The regions of the table: boundaries may be those of a whole continent."""
    return frozenset(found.cells["region"])


def rows(
    found: ClusterMap, boundaries: Boundaries | None = None
) -> list[dict[str, Any]]:
    """The clusters as rows, their regions named as on the map where it has names."""
    names = boundaries.names if boundaries else {}
    out = found.to_dict()["clusters"]
    for row in out:
        told = row.get("region_names") or row["regions"]
        pairs = zip(row["regions"], told, strict=True)
        row["region_names"] = [
            names.get(code, name) if name == code else name for code, name in pairs
        ]
    return out


def outlines(
    clusters: Iterable[Row],
    *,
    about: About,
    links: Mapping[int, str] | None = None,
    language: Language = ENGLISH,
) -> list[Outline]:
    """Clusters as outlines, numbered by rank."""
    return [
        Outline(
            number=row["rank"],
            name=rows_of.name_of(row, language),
            regions=tuple(row["regions"]),
            tip=f"{row['rank']}. {rows_of.tip_of(row, language, about)}",
            link=(links or {}).get(row["rank"], ""),
        )
        for row in clusters
    ]


def sums_in_clusters(cells: pl.DataFrame, value: str) -> pl.DataFrame:
    """By region: what is in clusters, what is known, the total, and the share."""
    inside = pl.col("cluster").is_not_null()
    return (
        cells.group_by("region", maintain_order=True)
        .agg(
            pl.col(value).filter(inside).sum().alias("inside"),
            pl.col(value).is_not_null().any().alias("is_known"),
            pl.col(value).is_null().any().alias("has_hidden"),
            pl.col("^region_total(_is_minimum)?$").first(),
            pl.col("region_known_share").first().alias("known"),
        )
        .with_columns(
            pl.when("is_known", pl.col("region_total") > 0)
            .then(pl.col("inside") / pl.col("region_total"))
            .alias("share")
        )
    )


def _sign_of_share(row: dict[str, Any]) -> str:
    """The sign before the share of a region that is in clusters."""
    if row["share"] is None or not row["has_hidden"]:
        return ""
    return ABOUT if row.get("region_total_is_minimum") else AT_LEAST


def _bounded(row: dict[str, Any]) -> float | None:
    sign = _sign_of_share(row)
    return Bounded(row["share"], sign) if sign else row["share"]


def _meanings(sums: list[dict[str, Any]], language: Language) -> tuple[str, ...]:
    """What hatching and signs on the map mean, where there are any."""
    used = {_sign_of_share(row) for row in sums}
    little = any(
        row["share"] is not None and is_little_known(row["known"]) for row in sums
    )
    said = [LITTLE] if little else []
    said += [meaning for sign, meaning in SHARE_SIGNS.items() if sign in used]
    return tuple(language.say(each) for each in said)


def _tip(row: dict[str, Any], about: About, language: Language) -> str:
    if row["share"] is None:
        return about.line()
    say = language.say
    count = about.choose(_TIP_WORDS, language) % {
        "count": language.number(row["inside"]),
        "total": signed(
            sign_of_total(row, "region_total"), language.number(row["region_total"])
        ),
    }
    known = say(REGION_KNOWN) % {"share": language.percent(row["known"], 0)}
    return language.join([count, known, about.line()])


def _cell_tip(row: dict[str, Any], about: About, language: Language) -> str:
    say = language.say
    return language.join(
        [
            say(rows_of.JOBS) % {"count": language.number(row.get("employment"))},
            say(rows_of.FIRMS) % {"count": language.number(row.get("establishments"))},
            about.line(),
        ]
    )
