"""Measuring for `distretto selection map`: table and options in, cluster map out."""

from typing import TYPE_CHECKING, Any

import click

from distretto.cli.selection.map_reading import base_of
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.notes import Note

if TYPE_CHECKING:
    from distretto.analysis.selection.cluster_map import ClusterMap
    from distretto.analysis.selection.table import RegionIndustryTable
    from distretto.formats.boundaries import Boundaries
    from distretto.formats.layouts import Understanding
    from distretto.formats.layouts.plants import Plants


def measured_map(
    understood: "Understanding", plants: "Plants | None", options: dict[str, Any]
) -> "tuple[ClusterMap, Boundaries | None]":
    from dataclasses import replace

    from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
    from distretto.formats.layouts.plants import with_plants

    table, boundaries = with_boundaries(
        with_plants(understood.table(), plants),
        options["boundaries"],
        options["boundaries_code"],
    )
    value = options["value"] or known_value(table)
    base = base_of(options["base"])
    reference = _reference(
        options["reference"],
        value,
        understood.level,
        options["year"] or max(understood.years, default=None),
    )
    given = {
        "lq": options["min_lq"],
        "establishments": options["min_establishments"],
        "employment": options["min_employment"],
    }
    asked = {name: least for name, least in given.items() if least is not None}
    if options["certainty"] is not None:
        asked["certainty"] = options["certainty"] or None
    found = cluster_map(
        table,
        value=value,
        base=base,
        reference=reference.table if reference else None,
        reference_total=reference.total if reference else None,
        neighbours=neighbours_of(table, boundaries, options["near"]),
        thresholds=Thresholds(**asked),
        year=options["year"],
    )
    notes = (
        *(reference.notes if reference else ()),
        *_said_totals(understood),
    )
    source = {
        "layout": understood.layout,
        "columns": dict(understood.columns),
        "level": understood.level,
        "near": options["near"],
        "employment_is_estimate": bool(table.origin.get("is_estimate")),
    }
    return replace(
        found,
        notes=(*found.notes, *notes),
        settings={"table": understood.file, **source, **found.settings},
    ), boundaries or circles_of(table)


def with_boundaries(
    table: "RegionIndustryTable", path: str | None, code_property: str | None
) -> "tuple[RegionIndustryTable, Boundaries | None]":
    """The table with the map's names, and the map matched to its regions."""
    if path is None:
        return table, None
    from dataclasses import replace

    from distretto.formats.boundaries import read_boundaries

    codes: Any = table.cells
    boundaries = read_boundaries(
        path,
        codes["region"].unique().to_list(),
        names=table.region_names,
        code_property=code_property,
    )
    return replace(
        table,
        region_names={**boundaries.names, **table.region_names},
        notes=(*table.notes, *boundaries.notes),
    ), boundaries


def circles_of(table: "RegionIndustryTable") -> "Boundaries | None":
    """Circles at the middles of regions, where a list of plants has their places."""
    coordinates = table.origin.get("coordinates")
    if not coordinates:
        return None
    from distretto.formats.circles import circles

    return circles(coordinates, table.region_names)


def known_value(table: "RegionIndustryTable") -> str:
    """What is counted: employment where any is known, else establishments."""
    cells: Any = table.cells
    return "employment" if cells["employment"].count() else "establishments"


def _reference(
    path: str | None, value: str, level: int | None, year: int | None
) -> Any:
    if path is None:
        return None
    from distretto.formats.reference import read_reference

    return read_reference(path, value=value, level=level, year=year)


def neighbours_of(
    table: "RegionIndustryTable", boundaries: "Boundaries | None", near: float | None
) -> Any:
    """Neighbours by distance where KM is given, else by shared borders."""
    from distretto.formats.neighbours import (
        middles,
        neighbours,
        neighbours_by_distance,
    )

    if near is None:
        return neighbours(boundaries) if boundaries else None
    coordinates = table.origin.get("coordinates")
    if coordinates is None and boundaries:
        coordinates = middles(boundaries)
    if coordinates is None:
        raise InputError(
            "no_coordinates",
            gettext_noop(
                "--near needs places: the table has no columns of latitude and "
                "longitude. Name them with --latitude-column and --longitude-column, "
                "or give --boundaries."
            ),
        )
    return neighbours_by_distance(coordinates, near)


def check_neighbours(options: dict[str, Any], what: str) -> None:
    """Refuse what needs neighbours where nothing tells them; `what` is what does."""
    if not any(options[key] for key in ("neighbours", "boundaries", "near")):
        raise click.UsageError(
            f"{what} needs neighbours: give --neighbours FILE, --boundaries FILE, or "
            "--near KM."
        )


def listed_neighbours(table: "RegionIndustryTable", path: str) -> Any:
    """Neighbours from a file, each with its weight, one way round."""
    from distretto.formats.neighbour_pairs import read_neighbours

    codes: Any = table.cells
    return read_neighbours(path, codes["region"].unique())


def _said_totals(understood: "Understanding") -> list[Note]:
    compared = len(understood.totals)
    if not compared:
        return []
    differ = sum(not check.agrees for check in understood.totals)
    if differ:
        return [Note(_SOME_DIFFER, count=compared, differ=differ)]
    return [Note(_NONE_DIFFERS, count=compared)]


_NONE_DIFFERS = ngettext_noop(
    "%(count)s published total was compared with the sum of the parts: none is "
    "contradicted by them.",
    "%(count)s published totals were compared with the sum of the parts: none is "
    "contradicted by them.",
)
_SOME_DIFFER = ngettext_noop(
    "%(count)s published total was compared with the sum of the parts: %(differ)s "
    "cannot be right beside their parts, and were used all the same.",
    "%(count)s published totals were compared with the sum of the parts: %(differ)s "
    "cannot be right beside their parts, and were used all the same.",
)
