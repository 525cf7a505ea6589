"""Tables of regions by industries as Parquet files, named by their content.

One file holds the cells and the published totals (told apart by the column `part`);
codes' titles, notes, plants and the grand total travel in its metadata. Written once,
read lazily: opening one takes milliseconds.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from django.core.files.storage import default_storage
from narwhals.typing import IntoFrame

from distretto.analysis.selection.table import AlikeTotals, RegionIndustryTable
from distretto.errors import gettext_noop
from distretto.notes import Note, recalled
from distretto.web.register import kept_files

FOLDER = "tables"
# Of what is kept; 1, which did not say so, had no totals of sectors, 2 no plants, 3 no
# totals alike.
EDITION = 4
WITH_SECTORS = 2
CELLS, REGIONS, INDUSTRIES = "cell", "region total", "industry total"
REGION_GROUPS, GROUPS = "region group total", "group total"
ALIKE = "region total alike"
SCHEMA = {
    "part": pl.String,
    "region": pl.String,
    "industry": pl.String,
    "year": pl.Int32,
    "establishments": pl.Float64,
    "employment": pl.Float64,
}


def write(table: RegionIndustryTable) -> str:
    """Keep a table; the name to read it by. The same content is kept once."""
    content = _packed(table)
    digest = hashlib.sha256(content).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.parquet"
    kept_files.keep(name, content)
    return name


def read(name: str, *, year: int | None = None) -> RegionIndustryTable:
    """A kept table, its frames lazy; with `year`, nothing after that year."""
    source = _source(name)
    kept = json.loads(pl.read_parquet_metadata(source)["distretto"])
    frame = pl.scan_parquet(source)
    last = kept.pop("last_year")
    if year is not None and last is not None and year < last:
        frame = frame.filter(pl.col("year") <= year)
        kept["grand_total"] = kept["plants"] = None  # they are of the last year
    parts = {
        part: frame.filter(pl.col("part") == part).select(columns)
        for part, columns in kept["columns"].items()
    }
    return RegionIndustryTable(
        cells=parts[CELLS],
        region_totals=parts.get(REGIONS),
        industry_totals=parts.get(INDUSTRIES),
        grand_total=kept["grand_total"],
        region_names=kept["region_names"],
        industry_names=kept["industry_names"],
        classification=kept["classification"],
        notes=(*map(recalled, kept["notes"]), *_shortcomings(kept)),
        origin=kept["origin"],
        region_group_totals=parts.get(REGION_GROUPS),
        group_totals=parts.get(GROUPS),
        plants=_plants(kept.get("plants")),
        alike=_alike(kept.get("alike"), parts.get(ALIKE)),
    )


def _alike(
    kept: dict[str, Any] | None, regions: pl.LazyFrame | None
) -> AlikeTotals | None:
    if kept is None:
        return None
    whole = {int(year): totals for year, totals in kept["whole"].items()}
    return AlikeTotals(regions, whole, kept["covers_regions"], recalled(kept["note"]))


def _alike_kept(alike: AlikeTotals | None) -> dict[str, Any] | None:
    if alike is None:
        return None
    return {
        "whole": {str(year): dict(totals) for year, totals in alike.whole.items()},
        "covers_regions": alike.covers_regions,
        "note": alike.note.kept(),
    }


def _plants(kept: dict[str, float | None] | None) -> pl.DataFrame | None:
    if kept is None:
        return None
    kinds = {"industry": pl.String, "plant_herfindahl": pl.Float64}
    return pl.DataFrame(list(kept.items()), kinds, orient="row")


def _shortcomings(kept: dict[str, Any]) -> list[Note]:
    """What a table that an earlier version kept lacks.

    Its file is not read anew: a dataset is used as it was understood and accepted.
    """
    if kept.get("edition", 1) >= WITH_SECTORS or kept["origin"].get("layout") != "qcew":
        return []
    return [Note(_NO_SECTORS)]


def _packed(table: RegionIndustryTable) -> bytes:
    parts = {
        CELLS: table.cells,
        REGIONS: table.region_totals,
        INDUSTRIES: table.industry_totals,
        REGION_GROUPS: table.region_group_totals,
        GROUPS: table.group_totals,
        ALIKE: None if table.alike is None else table.alike.regions,
    }
    frames = {part: _frame(each) for part, each in parts.items() if each is not None}
    columns = {part: frame.columns for part, frame in frames.items()}
    stacked = pl.concat([_standard(frame, part) for part, frame in frames.items()])
    kept = {
        "edition": EDITION,
        "columns": columns,
        "last_year": stacked["year"].max(),
        "grand_total": table.grand_total,
        "plants": None if table.plants is None else _indices(table.plants),
        "region_names": table.region_names,
        "industry_names": table.industry_names,
        "classification": table.classification,
        "notes": [note.kept() for note in table.notes],
        "alike": _alike_kept(table.alike),
        "origin": table.origin,
    }
    content = io.BytesIO()
    stacked.write_parquet(content, metadata={"distretto": json.dumps(kept)})
    return content.getvalue()


def _indices(plants: IntoFrame) -> dict[str, float | None]:
    return dict(_frame(plants).select("industry", "plant_herfindahl").iter_rows())


def _frame(table: IntoFrame) -> pl.DataFrame:
    frame: Any = nw.from_native(table).lazy().collect(backend="polars")
    native: pl.DataFrame = frame.to_native()
    return native


def _standard(frame: pl.DataFrame, part: str) -> pl.DataFrame:
    missing = [
        pl.lit(None, kind).alias(name)
        for name, kind in SCHEMA.items()
        if name not in frame.columns and name != "part"
    ]
    whole = frame.with_columns(pl.lit(part).alias("part"), *missing)
    return whole.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _source(name: str) -> Path | io.BytesIO:
    """Where the file lies, or its content where the storage is no folder."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        with default_storage.open(name) as file:
            return io.BytesIO(file.read())


_NO_SECTORS = gettext_noop(
    "The dataset was read by an earlier version, which did not keep the published "
    "totals of groups of industries. Within a base, some quotients are therefore "
    "unknown that need not be. To have them, retire the dataset and upload its file "
    "again."
)
