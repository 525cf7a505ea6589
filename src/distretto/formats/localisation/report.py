"""The localisation of all industries of a list, with what was asked and left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from distretto.analysis.selection.agglomeration.localised import (
    Localised,
    localised_industries,
)
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.formats.layouts.point_notes import (
    check_industries,
    shared_notes,
    stretched_notes,
)
from distretto.formats.layouts.points import Points
from distretto.notes import Note, quoted


@dataclass(frozen=True)
class LocalisationReport:
    """What pages, tables and files of a localisation are made from.

    Attributes
    ----------
    points : Points
        The establishments measured, and only those.
    found : tuple of Localised
        Most localised first.
    weighted : bool
        Whether pairs count by the employment of their plants.
    settings : dict
        What was asked for, for files of data.
    notes : tuple of Note
    """

    points: Points
    found: tuple[Localised, ...]
    weighted: bool
    settings: dict[str, Any]
    notes: tuple[Note, ...]

    def name_of(self, industry: str) -> str:
        """Code and title, or the code alone."""
        title = self.points.names.get(industry, "")
        return f"{industry} {title}" if title and title != industry else industry

    def members(self, industry: str) -> Any:
        """Which of the points are the industry's; shape (n,), true or false."""
        return self.points.industries == industry

    def to_dict(self, top: int | None = None) -> dict[str, Any]:
        """Plain data of the first industries: exact, unknown is None."""
        return {
            "settings": self.settings,
            "sites": self.points.sites.count,
            "industries": [
                {**row_of(self, each), "curve": _curve(each)}
                for each in self.found[:top]
            ],
            "notes": [str(note) for note in self.notes],
        }


def row_of(report: LocalisationReport, each: Localised) -> dict[str, Any]:
    """The figures of one industry, without its curve."""
    density = each.density
    return {
        "industry": each.industry,
        "industry_name": report.points.names.get(each.industry),
        "plants": density.plants,
        "employment": _employment(report, each.industry),
        "is_localised": each.is_localised,
        "is_dispersed": each.is_dispersed,
        "localised_km": [list(part) for part in density.localised_km],
        "dispersed_km": [list(part) for part in density.dispersed_km],
        "ratio": each.ratio,
        "localisation": each.localisation,
        "dispersion": each.dispersion,
        "p_value": density.p_value,
        "adjusted_p_value": each.adjusted_p_value,
        "bandwidth_km": density.bandwidth_km,
        "method": density.method,
    }


def _employment(report: LocalisationReport, industry: str) -> float | None:
    """Persons in all of its plants; unknown where the size of one is."""
    total = float(report.points.sizes[report.members(industry)].sum())
    return None if np.isnan(total) else total


_CURVE = (
    "distances_km",
    "density",
    "expected",
    "lower",
    "upper",
    "lower_global",
    "upper_global",
)


def _curve(each: Localised) -> dict[str, list[float]]:
    return {key: getattr(each.density, key).tolist() for key in _CURVE}


def measure(
    points: Points,
    *,
    industries: tuple[str, ...] = (),
    weighted: bool = False,
    reach_km: float | None = None,
    minimum_plants: int = 10,
    method: str = "auto",
    simulations: int = 999,
    level: float = 0.95,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> LocalisationReport:
    """Measure the industries of a list: all of them, or those named.

    Parameters
    ----------
    points : Points
    industries : tuple of str
        Codes at the level of `points`; none: all with plants enough.
    weighted : bool
        Count pairs by employment; plants of unknown or no employment are left out.
    reach_km : float, optional
        Longest distance in km; default the median of all pairs.
    minimum_plants, method, simulations, level, seed, progress
        As for `localised_industries`.

    Raises
    ------
    InputError
        An industry is not in the list, no size is known although pairs are to count
        by size, or as `localised_industries` says.
    """
    check_industries(points, industries)
    notes = list(points.notes)
    if weighted:
        points, told = _sized(points)
        notes += told
    labels = points.industries
    if industries:
        labels = np.where(np.isin(labels, industries), labels, "")
    distances = None if reach_km is None else np.linspace(0, reach_km, 101)
    found = localised_industries(
        points.sites,
        labels,
        weights=points.sizes if weighted else None,
        distances_km=distances,
        minimum_plants=minimum_plants,
        method=method,
        simulations=simulations,
        level=level,
        seed=seed,
        progress=progress,
    )
    notes += _told(points, labels, found, minimum_plants, level)
    settings = {
        "table": points.file,
        "columns": dict(points.columns),
        "level": points.level,
        "weighted": weighted,
        "reach_km": float(found[0].density.distances_km[-1]),
        "minimum_plants": minimum_plants,
        "method": method,
        "simulations": simulations,
        "confidence": level,
        "seed": seed,
        "null": found[0].density.null,
    }
    return LocalisationReport(points, found, weighted, settings, tuple(notes))


def _sized(points: Points) -> tuple[Points, list[Note]]:
    """The points whose employment is known and above zero."""
    good = np.isfinite(points.sizes) & (points.sizes > 0)
    if not good.any():
        raise InputError(
            "no_sizes_to_weigh_by",
            gettext_noop(
                "No establishment has a size above zero, so pairs cannot count by "
                "jobs. Name the column of sizes, or count every plant alike."
            ),
        )
    left = int((~good).sum())
    if not left:
        return points, []
    return points.only(good), [Note(_UNSIZED, count=left, all=len(good))]


def _told(
    points: Points,
    labels: Any,
    found: tuple[Localised, ...],
    minimum_plants: int,
    level: float,
) -> list[Note]:
    """What a reader must know: places shared, industries left out, chance."""
    notes = shared_notes(points.sites)
    named = set(labels) - {""}
    few = sorted(named - {each.industry for each in found})
    if few:
        notes.append(
            Note(_FEW, count=len(few), least=minimum_plants, names=quoted(few, 6))
        )
    notes += stretched_notes(points.sites)
    if len(found) > 1:
        by_chance = round((1 - level) * len(found))
        if by_chance:
            notes.append(Note(_BY_CHANCE, count=len(found), chance=by_chance))
        else:
            notes.append(Note(_HARDLY_BY_CHANCE, count=len(found)))
    return notes


_UNSIZED = ngettext_noop(
    "%(count)s establishment of %(all)s has no known size above zero and was left "
    "out, because pairs count by jobs.",
    "%(count)s establishments of %(all)s have no known size above zero and were left "
    "out, because pairs count by jobs.",
)
_FEW = ngettext_noop(
    "%(count)s industry with fewer than %(least)s plants was not measured: %(names)s. "
    "Its plants are places where others could stand.",
    "%(count)s industries with fewer than %(least)s plants were not measured: "
    "%(names)s. Their plants are places where others could stand.",
)
_BY_CHANCE = gettext_noop(
    "Industries measured: %(count)s. By chance alone, about %(chance)s would leave "
    "the band of chance; the corrected p-value allows for that."
)
_HARDLY_BY_CHANCE = gettext_noop(
    "Industries measured: %(count)s. By chance alone, hardly one would leave the band "
    "of chance; the corrected p-value allows for that."
)
