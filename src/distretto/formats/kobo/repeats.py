"""Groups that repeat: a table of their own, whose rows belong to responses."""

from collections.abc import Mapping, Sequence

import polars as pl

from distretto.formats.kobo.placed import Placed, faults_of, read_columns
from distretto.formats.kobo.values import FaultTable
from distretto.formats.questionnaire.model import Block, Questionnaire


def repeat_rows(
    tables: Sequence[Placed],
    questionnaire: Questionnaire,
    main: Placed,
    responses: pl.Series,
    faults: FaultTable,
) -> Mapping[str, pl.DataFrame]:
    """The rows of each repeated block, beside the response that they belong to."""
    found = {}
    for block in questionnaire.blocks:
        if not block.repeat:
            continue
        parts = [
            _rows(table, block, questionnaire, _owners(table, main, responses), faults)
            for table in tables
            if _is_of(table, block)
        ]
        if parts:
            found[block.code] = pl.concat(parts, how="diagonal")
    return found


def _is_of(table: Placed, block: Block) -> bool:
    codes = {question.code for question in block.questions}
    return bool(codes & {place.question for place in table.places if place.question})


def _owners(table: Placed, main: Placed, responses: pl.Series) -> pl.DataFrame:
    """For each row the key as the table says it, and the response it belongs to."""
    height = table.table.frame.height
    ways = (
        ("submission", ("root", "key")),
        ("parent_index", ("index",)),
        ("parent_key", ("instance", "key", "root")),
    )
    for here, there in ways:
        said = table.meta(here)
        keys = [main.meta(kind) for kind in there]
        if said is None or said.null_count() == height:
            continue
        found = [
            pl.DataFrame({"said": _bare(key), "response": responses})
            for key in keys
            if key is not None
        ]
        if found:
            known = pl.concat(found).drop_nulls("said").unique("said", keep="last")
            rows = pl.DataFrame({"said": _bare(said)})
            return rows.join(known, on="said", how="left", maintain_order="left")
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    return pl.DataFrame({"said": nothing, "response": nothing})


def _bare(keys: pl.Series) -> pl.Series:
    return keys.str.strip_prefix("uuid:")


def _rows(
    table: Placed,
    block: Block,
    questionnaire: Questionnaire,
    owners: pl.DataFrame,
    faults: FaultTable,
) -> pl.DataFrame:
    codes = {question.code for question in block.questions}
    columns = {
        code: column
        for code, column in read_columns(table, questionnaire).items()
        if code in codes
    }
    orphans = owners["response"].is_null()
    rows = pl.DataFrame({"response": owners["response"], "value": owners["said"]})
    faults.add(
        rows.with_row_index("row", offset=table.table.first_row)
        .filter(orphans)
        .with_columns(
            code=pl.lit("orphan_row"),
            question=pl.lit(None, pl.String),
            sheet=pl.lit(table.table.name),
            column=pl.lit(None, pl.String),
            row=pl.col("row").cast(pl.Int64),
        )
    )
    for code, column in columns.items():
        faults.add(faults_of(table, code, column, owners["response"]))
    found = pl.DataFrame(
        {
            "response": owners["response"],
            **{code: column.typed for code, column in columns.items()},
        }
    ).filter(~orphans)
    place = pl.int_range(1, pl.len() + 1).over("response").alias("place")
    return found.select("response", place, *columns)
