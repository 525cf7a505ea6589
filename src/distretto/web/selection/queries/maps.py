"""Cluster maps: measuring a dataset, and reading what was measured.

Results are kept as Parquet files named by what they were measured from and with, so
the same question is computed once, and a saved map opens at once.
"""

import hashlib
import io
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import polars as pl

from distretto import __version__
from distretto.analysis.selection import cluster_map as analysis
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.notes import recalled
from distretto.web.accounts.models import Programme
from distretto.web.register import kept_files
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.queries import map_areas

FOLDER = "measures"
EDITION = 6  # raise it when the result takes another shape
SORTS = {
    "rank": ("rank", False),
    "industry": ("industry", False),
    "employment": ("employment", True),
    "establishments": ("establishments", True),
    "lq": ("lq", True),
    "focus": ("focus", True),
    "size": ("size", True),
    "stars": ("stars", True),
    "growth": ("growth", True),
    "known_share": ("known_share", True),
}


@dataclass(frozen=True)
class Settings:
    """What a map is measured with; the thresholds are those of the method."""

    value: str = "employment"
    base: str | tuple[str, ...] | None = None
    level: int | None = None
    year: int | None = None
    reference: str | None = None  # the key of another dataset
    near: float | None = None  # km
    told_classification: str | None = None  # where the dataset does not say it
    lq: float = 1.25
    establishments: float = 20
    employment: float = 100
    certainty: float | None = 0.95

    @property
    def thresholds(self) -> analysis.Thresholds:
        return analysis.Thresholds(
            lq=self.lq,
            establishments=self.establishments,
            employment=self.employment,
            certainty=self.certainty,
        )


@dataclass(frozen=True)
class Measured:
    """A measured dataset: where the tables lie, and what was said of them."""

    clusters_file: str
    cells_file: str
    settings: dict[str, Any]
    known_share: float | None
    funnel: dict[str, int]
    notes: list[dict[str, Any]]
    cluster_count: int


@dataclass(frozen=True)
class Names:
    """What codes are called: code to name."""

    region_names: dict[str, str]
    industry_names: dict[str, str]


def measured(dataset: Dataset, settings: Settings) -> Measured:
    """The cluster map of a dataset, computed once for each set of settings.

    Raises
    ------
    InputError
        The dataset cannot be measured so; the sentence says why.
    """
    name = f"{FOLDER}/{_key(dataset, settings)}"
    kept = kept_files.found(f"{name}.json", lambda text: Measured(**json.loads(text)))
    if kept is not None and _is_whole(kept):
        return kept
    return _kept(name, _measure(dataset, settings), settings)


def _is_whole(kept: Measured) -> bool:
    """Whether its tables can be read; Parquet ends with what says so."""
    return all(
        kept_files.found(name, _checked) is not None
        for name in (kept.clusters_file, kept.cells_file)
    )


def _measure(dataset: Dataset, settings: Settings) -> analysis.ClusterMap:
    table = _named_table(dataset, settings.level)
    if told := settings.told_classification:
        table = replace(table, classification=told)
    other = _reference(dataset, settings)
    area = other and map_areas.reference_of(
        other, table, value=settings.value, level=settings.level
    )
    found = analysis.cluster_map(
        table,
        value=settings.value,
        base=settings.base,
        reference=area.industries if area else None,
        # Within a base the area's total counts the industries of the base only.
        reference_total=area.total if area and settings.base is None else None,
        neighbours=map_areas.neighbours_of(table, dataset, settings.near),
        thresholds=settings.thresholds,
        year=settings.year,
    )
    if not (other and area):
        return found
    return replace(
        found,
        settings={**found.settings, "reference": other.name},
        notes=(*found.notes, map_areas.reference_note(other, area)),
    )


def _reference(dataset: Dataset, settings: Settings) -> Dataset | None:
    """The dataset of the same programme that the map is held against."""
    if settings.reference is None:
        return None
    return register.datasets_in_use(dataset.programme).get(pk=settings.reference)


def _named_table(dataset: Dataset, level: int | None) -> RegionIndustryTable:
    """The table of a dataset; places of the map lend it names it lacks."""
    table = register.region_industry_table(dataset, level=level)
    names = {**register.shapes_of(dataset.programme).names, **table.region_names}
    return replace(table, region_names=names)


def _key(dataset: Dataset, settings: Settings) -> str:
    """A name that changes whenever the result could."""
    other = _reference(dataset, settings)
    asked = json.dumps(
        [
            __version__,
            EDITION,
            dataset.sha256,
            dataset.reading,
            dataset.cells,  # named by content: the same file may be read better later
            asdict(settings),
            other and [other.name, other.reading, other.cells],
            register.fingerprint_of_shapes(dataset.programme),
        ],
        sort_keys=True,
    )
    return hashlib.sha256(asked.encode()).hexdigest()[:40]


def _kept(name: str, result: analysis.ClusterMap, settings: Settings) -> Measured:
    kept = Measured(
        clusters_file=_write_table(f"{name}.clusters.parquet", result.clusters),
        cells_file=_write_table(
            f"{name}.cells.parquet",
            result.cells,
            Names(result.region_names, result.industry_names),
        ),
        settings={
            **result.settings,
            "level": settings.level,
            "near": settings.near,
            "told_classification": settings.told_classification,
            # Beside “reference”, which says in words what it was held against.
            "reference_key": settings.reference,
        },
        known_share=result.known_share,
        funnel=result.funnel,
        notes=[note.kept() for note in result.notes],
        cluster_count=result.clusters.height,
    )
    # Last, because its presence says that the tables are whole.
    kept_files.keep(f"{name}.json", json.dumps(asdict(kept)).encode())
    return kept


def _write_table(name: str, table: pl.DataFrame, names: Names | None = None) -> str:
    """Keep a table, and with it what its codes are called."""
    content = io.BytesIO()
    metadata = {"names": json.dumps(asdict(names))} if names else None
    table.write_parquet(content, metadata=metadata)
    kept_files.keep(name, content.getvalue())
    return name


def _content(result: Measured | ClusterMap, name: str) -> bytes:
    """A kept table of a map; a saved map whose table is damaged is measured again."""
    content = kept_files.found(name, _checked)
    if content is None and isinstance(result, ClusterMap):
        _measure_again(result)
        content = kept_files.found(name, _checked)
    if content is None:
        raise InputError(
            "map_damaged",
            gettext_noop(
                "The figures of this cluster map are damaged on the disk and cannot be "
                "made again as they were. Measure its dataset again and save the map."
            ),
        )
    return content


def _measure_again(result: ClusterMap) -> None:
    """Measure a saved map as it was, if this version would still measure the same."""
    told = {each.name: result.settings.get(each.name) for each in fields(Settings)}
    settings = Settings(**told | {"reference": result.settings.get("reference_key")})
    # The map knows which year it is of, also where nobody asked for one.
    for asked in (settings, replace(settings, year=None)):
        name = f"{FOLDER}/{_key(result.dataset, asked)}"
        if result.clusters_file == f"{name}.clusters.parquet":
            measured(result.dataset, asked)


def _checked(content: bytes) -> bytes:
    pl.read_parquet_schema(io.BytesIO(content))
    return content


def _names_of(result: Measured | ClusterMap) -> Names:
    """The names kept with a result; a map saved without them asks its dataset."""
    content = _content(result, result.cells_file)
    kept = pl.read_parquet_metadata(io.BytesIO(content)).get("names")
    if kept is not None:
        return Names(**json.loads(kept))
    if not isinstance(result, ClusterMap):
        return Names({}, {})
    table = _named_table(result.dataset, result.settings.get("level"))
    return Names(table.region_names, table.industry_names)


def clusters_of(result: Measured | ClusterMap) -> pl.DataFrame:
    """The ranked clusters, best first."""
    return pl.read_parquet(_content(result, result.clusters_file))


def cells_of(result: Measured | ClusterMap) -> pl.DataFrame:
    """Every cell that was looked at, with the reason why it is in no cluster."""
    return pl.read_parquet(_content(result, result.cells_file))


def as_analysis(result: Measured | ClusterMap) -> analysis.ClusterMap:
    """A measured map as the library knows it, for the writers of files."""
    names = _names_of(result)
    return analysis.ClusterMap(
        clusters=clusters_of(result),
        cells=cells_of(result),
        funnel=result.funnel,
        settings=result.settings,
        known_share=result.known_share,
        notes=tuple(map(recalled, result.notes)),
        region_names=names.region_names,
        industry_names=names.industry_names,
    )


def filtered(
    clusters: pl.DataFrame, *, text: str = "", region: str = "", stars: int = 0
) -> pl.DataFrame:
    """The clusters whose industry or region has the text, with so many stars."""
    if text:
        clusters = clusters.filter(_has(text))
    if region:
        clusters = clusters.filter(pl.col("regions").list.contains(region))
    return clusters.filter(pl.col("stars") >= stars) if stars else clusters


def _has(text: str) -> pl.Expr:
    wanted = text.strip().casefold()
    names = pl.concat_str(
        pl.col("industry"),
        pl.col("industry_name").fill_null(""),
        pl.col("regions").list.join(" "),
        pl.col("region_names").list.join(" "),
        separator=" ",
    )
    return names.str.to_lowercase().str.contains(wanted, literal=True)


def ordered(clusters: pl.DataFrame, sort: str) -> pl.DataFrame:
    """By a column of `SORTS`, a leading minus turning it; unknown comes last."""
    name, down = SORTS.get(sort.removeprefix("-"), SORTS["rank"])
    return clusters.sort(
        name, "rank", descending=[down != sort.startswith("-"), False], nulls_last=True
    )


def cluster_at(clusters: pl.DataFrame, rank: int) -> dict[str, Any] | None:
    """One cluster of a map by its rank, or None."""
    rows = clusters.filter(pl.col("rank") == rank)
    return rows.row(0, named=True) if rows.height else None


def with_unknown_names(
    dataset: Dataset, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows of clusters, with the names of the neighbours whose figure is unknown."""
    codes = {code for row in rows for code in row["unknown_regions"]}
    names = _names_of_codes(codes, dataset) if codes else {}
    return [
        {**row, "unknown_names": [names.get(c, c) for c in row["unknown_regions"]]}
        for row in rows
    ]


def _names_of_codes(codes: set[str], dataset: Dataset) -> dict[str, str]:
    """As the table calls its regions, else as the register calls its places."""
    places = dataset.programme.places.current().filter(code__in=codes)
    table = register.region_industry_table(dataset)
    return {**dict(places.values_list("code", "name")), **table.region_names}


def cells_in(found: analysis.ClusterMap, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of one cluster of a map, largest first."""
    members = found.cells.filter(
        pl.col("cluster") == row["rank"], pl.col("industry") == row["industry"]
    )
    names = dict(zip(row["regions"], row["region_names"], strict=True))
    shown = members.with_columns(
        place=pl.col("region").replace_strict(names, default=pl.col("region"))
    )
    return shown.sort("employment", descending=True, nulls_last=True).to_dicts()


def maps_in(programme: Programme) -> Any:
    """Saved maps of a programme, newest first."""
    return programme.cluster_maps.current().select_related("dataset")
