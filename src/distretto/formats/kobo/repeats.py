"""Groups that repeat: a table of their own, whose rows belong to responses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from distretto.formats.kobo.placed import Placed, faults_of, read_columns
from distretto.formats.kobo.values import FaultTable
from distretto.formats.questionnaire.model import Block, Questionnaire

# How a row names what it stands in, and by which columns that is found there.
WITHIN = (
    ("parent_index", ("index",)),
    ("parent_key", ("instance", "key", "root")),
)
OF_A_RESPONSE = (("submission", ("root", "key")), *WITHIN)


@dataclass(frozen=True)
class RepeatTable:
    """The table of a repeated block, and what each of its rows belongs to.

    `owners` has `said` (the key as the row gives it), `response` and `place` (1, 2 ...
    within the response), and of a repeat inside another `within`: the place of the
    row of that one.
    """

    block: str
    codes: frozenset[str]
    placed: Placed
    owners: pl.DataFrame


def within(outer: str) -> str:
    """The column that says in which repetition of an outer block a row stands.

    No question can be called so.
    """
    return f"/{outer}"


def repeat_tables(
    tables: Sequence[Placed],
    questionnaire: Questionnaire,
    main: Placed,
    responses: pl.Series,
) -> list[RepeatTable]:
    """The tables of repeated blocks; of those inside others, the outer ones first."""
    found: list[RepeatTable] = []
    for block in _outer_first(questionnaire):
        codes = frozenset(each.code for each in questionnaire.repeated_questions(block))
        outer = questionnaire.outer_repeat(block)
        around = [each for each in found if each.block == outer]
        for table in tables:
            if codes & {place.question for place in table.places if place.question}:
                owners = owners_of(table, main, responses, around)
                found.append(RepeatTable(block.code, codes, table, owners))
    return found


def _outer_first(questionnaire: Questionnaire) -> list[Block]:
    by_code = {block.code: block for block in questionnaire.blocks}

    def depth(block: Block) -> int:
        outer = questionnaire.outer_repeat(block)
        return 1 + depth(by_code[outer]) if outer else 0

    return sorted((each for each in by_code.values() if each.repeat), key=depth)


def owners_of(
    table: Placed,
    main: Placed,
    responses: pl.Series,
    around: Sequence[RepeatTable] = (),
) -> pl.DataFrame:
    """For each row the key as it says it, and what it belongs to."""
    outer = [
        (each.placed, each.owners.select("response", within="place")) for each in around
    ]
    top = (main, pl.DataFrame({"response": responses}))
    # A row inside a row counts that one's index, and not that of the response.
    found = _looked_up(table, outer, WITHIN) if outer else None
    if found is None:
        ways = OF_A_RESPONSE[:1] if outer else OF_A_RESPONSE
        found = _looked_up(table, [top], ways)
    if found is None:
        nothing = pl.Series([None], dtype=pl.String)
        nothing = nothing.new_from_index(0, table.table.frame.height)
        found = pl.DataFrame({"said": nothing, "response": nothing})
    place = pl.int_range(1, pl.len() + 1).over("response")
    return found.with_columns(
        place=pl.when(pl.col("response").is_not_null()).then(place)
    )


def _looked_up(
    table: Placed,
    parents: Sequence[tuple[Placed, pl.DataFrame]],
    ways: Sequence[tuple[str, Sequence[str]]],
) -> pl.DataFrame | None:
    """What the rows belong to, by the first way that the tables know of."""
    for here, there in ways:
        said = table.meta(here)
        if said is None or said.null_count() == len(said):
            continue
        known = [*_keyed(parents, there)]
        if known:
            keys = pl.concat(known).drop_nulls("said").unique("said", keep="last")
            rows = pl.DataFrame({"said": _bare(said)})
            return rows.join(keys, on="said", how="left", maintain_order="left")
    return None


def _keyed(
    parents: Sequence[tuple[Placed, pl.DataFrame]], kinds: Sequence[str]
) -> Iterator[pl.DataFrame]:
    for placed, rows in parents:
        for kind in kinds:
            key = placed.meta(kind)
            if key is not None:
                yield pl.DataFrame({"said": _bare(key)}).hstack(rows)


def _bare(keys: pl.Series) -> pl.Series:
    return keys.str.strip_prefix("uuid:")


def repeat_rows(
    tables: Sequence[RepeatTable], questionnaire: Questionnaire, faults: FaultTable
) -> Mapping[str, pl.DataFrame]:
    """The rows of each repeated block, beside the response that they belong to.

    Those of a repeat inside another say in the column `within(outer)` in which
    repetition of the outer one they stand.
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for table in tables:
        parts.setdefault(table.block, []).append(_rows(table, questionnaire, faults))
    return {block: pl.concat(each, how="diagonal") for block, each in parts.items()}


def _rows(
    table: RepeatTable, questionnaire: Questionnaire, faults: FaultTable
) -> pl.DataFrame:
    columns = {
        code: column
        for code, column in read_columns(table.placed, questionnaire).items()
        if code in table.codes
    }
    owners = table.owners
    faults.add(_orphans(table))
    for code, column in columns.items():
        faults.add(faults_of(table.placed, code, column, owners["response"]))
    found = owners.select("response", "place")
    if "within" in owners.columns:
        outer = questionnaire.outer_repeat(_block(questionnaire, table.block))
        found = found.with_columns(owners["within"].alias(within(outer)))
    return found.with_columns(
        **{code: column.typed for code, column in columns.items()}
    ).filter(pl.col("response").is_not_null())


def _block(questionnaire: Questionnaire, code: str) -> Block:
    return next(each for each in questionnaire.blocks if each.code == code)


def _orphans(table: RepeatTable) -> pl.DataFrame:
    rows = table.owners.select("response", value="said")
    return (
        rows.with_row_index("row", offset=table.placed.table.first_row)
        .filter(pl.col("response").is_null())
        .with_columns(
            code=pl.lit("orphan_row"),
            question=pl.lit(None, pl.String),
            sheet=pl.lit(table.placed.table.name),
            column=pl.lit(None, pl.String),
            row=pl.col("row").cast(pl.Int64),
        )
    )
