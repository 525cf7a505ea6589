"""Reading linkages: a list of ties or a matrix, of one wave or of several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from distretto.analysis.diagnosis.linkages.survey import Linkages, survey_of_linkages
from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.columns import check_told
from distretto.formats.linkages.actors import is_list_of_actors, read_actors
from distretto.formats.linkages.edges import read_edges, strangers
from distretto.formats.linkages.matrix import Layer, labels_of, read_matrix
from distretto.formats.linkages.names import (
    OF_TIES,
    is_desired,
    role_columns,
)
from distretto.formats.linkages.survey_file import SurveyFile, names_of
from distretto.formats.problems import Problem
from distretto.formats.tables import Table, read_table
from distretto.notes import Note, quoted

OURS = ("Ties", "Actors")  # sheets of a workbook that this program wrote
SKIPPED = gettext_noop(
    "The sheets %(names)s are neither ties nor actors, and were passed over."
)
EVERYBODY = gettext_noop(
    "Everybody named in any wave counts as there in every wave: a list of ties does "
    "not say who was. Add a list of actors with a column “wave” to tell entries and "
    "exits."
)


@dataclass
class _Found:
    """What the sheets of a file hold."""

    edges: list[tuple[pl.DataFrame, Table, dict[str, str]]] = field(
        default_factory=list
    )
    layers: list[Layer] = field(default_factory=list)
    actors: pl.DataFrame | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_linkages(
    path: str | Path,
    *,
    actors: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    wave: str = "",
    encoding: str | None = None,
    delimiter: str | None = None,
) -> SurveyFile:
    """Read a survey of linkages, whatever its layout.

    Parameters
    ----------
    path : a list of ties (from, to and perhaps relation, strength, formal, wave), or a
        matrix of actors by actors, or a workbook with a matrix for each relation and
        wave, named so (“Lending 2026”), and perhaps a sheet of actors
    actors : a list of actors, if it is a file of its own
    columns : role to column, such as {"from": "Who"}; “” where there is none
    sheet : of a workbook; all that are ties or actors if not given
    wave : the name of the wave, where the file does not say

    Raises
    ------
    FormatError
        The file holds no linkages, or a matrix has other names in rows and columns.
        Wrong cells are `problems` of the answer.
    """
    path, told = Path(path), dict(columns or {})
    reading = {"encoding": encoding, "delimiter": delimiter}
    found, skipped = _Found(), []
    for table in _tables(path, sheet, reading):
        if not _take(found, table, told, only=sheet is not None):
            skipped.append(table.sheet or table.path.name)
    if actors is not None:
        listed, problems = read_actors(read_table(actors))
        found.actors, found.problems = listed, [*found.problems, *problems]
    if not found.edges and not found.layers:
        raise _no_linkages(path, sheet)
    if skipped:
        found.notes.append(Note(SKIPPED, names=quoted(skipped, 8)))
    waves = _waves(found, wave)
    return SurveyFile(
        path.name, tuple(waves), tuple(found.problems), tuple(found.notes)
    )


def _tables(
    path: Path, sheet: str | None, reading: dict[str, str | None]
) -> Iterable[Table]:
    """The file's table, or each filled sheet of a workbook."""
    first = read_table(path, sheet=sheet, **reading)  # type: ignore[arg-type]
    if sheet is not None or not set(OURS) <= {*first.sheets} - {first.sheet}:
        yield first
    if sheet is not None:
        return
    # A workbook of results has many sheets; two of them are the survey itself.
    names = OURS if set(OURS) <= set(first.sheets) else first.sheets
    for name in names:
        if name == first.sheet:
            continue
        try:
            yield read_table(path, sheet=name, **reading)  # type: ignore[arg-type]
        except FormatError as failure:
            if failure.code not in ("empty_table", "header_only", "other_sheets"):
                raise


def _take(found: _Found, table: Table, told: dict[str, str], *, only: bool) -> bool:
    """Add what a sheet holds; whether it was of use."""
    ends = {role: told[role] for role in OF_TIES if role in told}
    labels = None if ends else labels_of(table)
    if labels is not None:
        name = table.sheet or table.path.name.split(".")[0].rpartition("__")[2]
        layer = read_matrix(table, labels, name)
        found.layers.append(layer)
        found.problems += layer.problems
        found.notes += layer.notes
        return True
    columns = role_columns(table.columns, OF_TIES, check_told(table, ends))
    if "from" in columns and "to" in columns:
        held, problems, notes = read_edges(table, columns)
        found.edges.append((held, table, columns))
        found.problems += problems
        found.notes += [*(table.notes if only else ()), *notes]
        return True
    if table.sheet and not only and is_list_of_actors(table):
        found.actors, problems = read_actors(table)
        found.problems += problems
        return True
    return False


def _waves(found: _Found, wave: str) -> list[Linkages]:
    edges = _all_edges(found)
    names = list(
        dict.fromkeys([*edges["wave"], *(layer.wave for layer in found.layers)])
    )
    has_list = found.actors is not None
    if len([name for name in names if name]) > 1 and found.edges and not has_list:
        found.notes.append(Note(EVERYBODY))
    return [_wave(found, edges, name, name or wave) for name in names or [""]]


def _all_edges(found: _Found) -> pl.DataFrame:
    """All listed ties whose actors are known."""
    kept = [held for held, _, _ in found.edges]
    if found.actors is not None:
        listed = set(found.actors["actor"])
        ends = [pl.col(end).is_in(list(listed)) for end in ("from", "to")]
        kept = []
        for held, table, columns in found.edges:
            found.problems += strangers(held, listed, table, columns)
            kept.append(held.filter(*ends))
    schema = {
        "from": pl.String,
        "to": pl.String,
        "relation": pl.String,
        "strength": pl.Float64,
        "formal": pl.Boolean,
        "wave": pl.String,
        "is_open": pl.Boolean,
    }
    return pl.concat(
        [pl.DataFrame(schema=schema), *(held.select(list(schema)) for held in kept)]
    )


def _wave(found: _Found, edges: pl.DataFrame, name: str, called: str) -> Linkages:
    rows = edges.filter(wave=name)
    layers = [layer for layer in found.layers if layer.wave == name]
    ties = rows.filter(~pl.col("is_open")).drop("wave", "is_open")
    open_ = rows.filter("is_open").select("from", "to", "relation")
    linkages = survey_of_linkages(
        pl.concat([ties, *(layer.ties for layer in layers)], how="diagonal"),
        _actors_of(found, edges, layers, name),
        unanswered=pl.concat([open_, *(layer.unanswered for layer in layers)]),
        wave=called,
        is_desired=is_desired(called),
    )
    if found.actors is None and not layers:
        return replace(linkages, is_roster=False)
    return linkages


def _actors_of(
    found: _Found, edges: pl.DataFrame, layers: list[Layer], name: str
) -> pl.DataFrame:
    """Who was there in a wave: as listed, else as the matrices or the ties have it."""
    named = [one for layer in layers for one in layer.actors]
    if not layers:
        named = [*edges["from"], *edges["to"]]
    everybody = pl.DataFrame(
        {"actor": list(dict.fromkeys(named))}, schema={"actor": pl.String}
    )
    silent = {one for layer in layers for one in layer.silent}
    heard = {one for layer in layers for one in layer.actors} - silent
    if found.actors is not None:
        listed = found.actors.filter(
            pl.col("wave").is_null() | (pl.col("wave") == name)
        ).drop("wave")
        if layers:  # the matrix says who was there, the list what they are
            listed = everybody.join(
                listed, on="actor", how="left", maintain_order="left"
            )
        everybody = listed.unique("actor", keep="first", maintain_order=True)
    if layers:
        told = pl.col("actor").is_in(list(heard))
        has = "surveyed" in everybody.columns
        everybody = everybody.with_columns(
            surveyed=pl.coalesce("surveyed", told) if has else told
        )
    return everybody


def _no_linkages(path: Path, sheet: str | None) -> FormatError:
    table = read_table(path, sheet=sheet)
    return FormatError(
        "no_linkages",
        gettext_noop(
            "“%(file)s” holds no linkages: give a list with columns “from” and “to”, "
            "or a matrix with the same names in its first column and its heading. It "
            "has: %(columns)s. Other names are mapped with --from-column, --to-column."
        ),
        file=path.name,
        columns=names_of(table.columns[:8]),
    )
