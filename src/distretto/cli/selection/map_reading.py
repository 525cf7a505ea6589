"""Reading the table of `distretto selection map`: what was told, and what is asked."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.options import codes_of
from distretto.cli.selection.map_problems import say_problems
from distretto.cli.selection.options import COLUMNS

SETS = ("manufacturing", "traded")

if TYPE_CHECKING:
    from distretto.formats.layouts import Choices, Understanding
    from distretto.formats.layouts.plants import Plants
    from distretto.formats.tables import Table


def understood_table(path: Path, options: dict[str, Any]) -> "Understanding":
    from distretto.formats.layouts import understand_table

    return understand_table(*_table_and_choices(path, options))


def understood_with_plants(
    path: Path, options: dict[str, Any]
) -> "tuple[Understanding, Plants | None]":
    """The table with its problems said, and the plants of its industries if listed."""
    from distretto.formats.layouts import understand_table
    from distretto.formats.layouts.plants import read_plants

    table, choices = _table_and_choices(path, options)
    understood = understand_table(table, choices)
    say_problems(understood, options["quiet"], options["accept_problems"])
    return understood, read_plants(table, choices, understood)


def _table_and_choices(path: Path, options: dict[str, Any]) -> "tuple[Table, Choices]":
    """The opened table, and what was told or answered about it."""
    from distretto.formats.tables import read_table

    table = read_table(path, sheet=options["sheet"], encoding=options["encoding"])
    return table, _asked(table, _choices(options))


def _choices(options: dict[str, Any]) -> "Choices":
    from distretto.formats.layouts import Choices

    columns = {
        role: options[f"{role}_column"]
        for role in COLUMNS
        if options[f"{role}_column"] is not None
    }
    return Choices(
        columns=columns,
        layout=options["layout"],
        level=options["level"],
        year=options["year"],
        decimal=options["decimal"],
        measure=options["value"] or "employment",
        duplicates="sum" if options["sum_duplicates"] else "refuse",
        accept_problems=options["accept_problems"],
        open_band_factor=options["open_band_factor"],
        minimum_known_share=options["min_known_sizes"],
        total_region=options["total_region"],
        total_industry=options["total_industry"],
        fill_down=options["fill_down"],
        zero_is_unknown=options["zero_is_unknown"],
        accept_totals=options["accept_totals"],
        leave_out=tuple(codes_of(options["leave_out"])),
        classification=options["classification"],
        titles=titles_of(options["titles"], "industry"),
        region_titles=titles_of(options["region_titles"], "region"),
    )


def titles_of(path: str | None, role: str) -> dict[str, str]:
    """The titles of industries or regions in a file; none where none is given."""
    if path is None:
        return {}
    from distretto.formats.titles import read_titles

    return read_titles(path, role)


def base_of(base: str | None) -> str | list[str] | None:
    """What `--base` names: a set, codes, or None for all industries."""
    if base is None or base == "all":
        return None
    if base in SETS:
        return base
    if close := get_close_matches(base.lower(), SETS, n=1, cutoff=0.75):
        raise click.BadParameter(
            f"There is no set of industries “{base}”. Did you mean “{close[0]}”?",
            param_hint="--base",
        )
    return codes_of(base)


def _asked(table: "Table", choices: "Choices") -> "Choices":
    """Ask for the columns that are not clear, where somebody can answer."""
    from distretto.formats.layouts import (
        layout_of,
        missing_roles,
        named_options,
        with_columns,
    )

    layout = choices.layout or layout_of(table, choices)
    if layout in ("qcew", "wide"):
        return choices
    missing = missing_roles(table, choices, layout)
    if not missing:
        return choices
    if not _is_terminal():
        raise named_options(table, missing)
    click.echo("Columns: " + ", ".join(table.columns), err=True)
    for role in missing:
        column = click.prompt(
            f"Which column is the {COLUMNS[role]}?",
            type=click.Choice(table.columns),
            show_choices=False,
            err=True,
        )
        choices = with_columns(choices, **{role: column})
    return choices


def _is_terminal() -> bool:
    return sys.stdin.isatty()
