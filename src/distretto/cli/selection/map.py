"""`distretto selection map`: ranked clusters from a table of firms."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting
from distretto.errors import InputError, gettext_noop
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.selection.cluster_map import ClusterMap
    from distretto.analysis.selection.table import RegionIndustryTable
    from distretto.formats.boundaries import Boundaries
    from distretto.formats.layouts import Choices, Understanding
    from distretto.formats.problems import Problem
    from distretto.formats.tables import Table

SHOWN = 20  # clusters on the screen unless --top
PROBLEMS_SHOWN = 10
WARNINGS_SHOWN = 3  # of each kind
COLUMN_OPTIONS = {
    "region": "region",
    "industry": "industry",
    "employment": "persons employed",
    "establishments": "number of establishments",
    "size": "size or size band of each establishment",
    "year": "year",
    "region_name": "name of the region",
    "industry_name": "title of the industry",
    "latitude": "latitude",
    "longitude": "longitude",
}


def _column_options(command: Any) -> Any:
    """One option for each thing that a column can be."""
    for role, what in reversed(COLUMN_OPTIONS.items()):
        option = click.option(
            f"--{role.replace('_', '-')}-column",
            f"{role}_column",
            metavar="NAME",
            help=f"Column of the {what}; “” if there is none.",
        )
        command = option(command)
    return command


@click.command("map")
@click.argument("table", metavar="TABLE")
@click.option(
    "--layout",
    type=click.Choice(["qcew", "long", "wide", "establishments"]),
    help="Layout of TABLE; recognised if not given.",
)
@_column_options
@click.option("--level", type=click.IntRange(1, 8), help="Digits of the industry code.")
@click.option("--year", type=int, help="Year to map; the last if not given.")
@click.option(
    "--value",
    type=click.Choice(["employment", "establishments"]),
    help="What quotients are taken of; employment where it is known.",
)
@click.option(
    "--reference",
    metavar="FILE",
    help="Industries of another reference area: their totals or shares.",
)
@click.option(
    "--base",
    metavar="all|manufacturing|traded|CODES",
    help="Industries to compare within; CODES are parted by commas.",
)
@click.option(
    "--boundaries",
    metavar="FILE",
    help="GeoJSON of the regions: neighbours join into one cluster.",
)
@click.option(
    "--boundaries-code",
    metavar="PROPERTY",
    help="Property of the boundaries that has the regions' codes; found if not given.",
)
@click.option(
    "--near",
    type=float,
    metavar="KM",
    help="Regions within KM kilometres are neighbours (by coordinates).",
)
@click.option("--min-lq", type=float, help="Least location quotient.  [default: 1.25]")
@click.option("--min-establishments", type=float, help="Least number.  [default: 20]")
@click.option("--min-employment", type=float, help="Least mass.  [default: 100]")
@click.option("--top", type=click.IntRange(1), help="Only the first N.", metavar="N")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, exact.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write to a file: .csv .parquet .geojson .xlsx .json .html .pdf",
)
@click.option("--title", help="Title of the report.")
@click.option(
    "--source", help="Source of the figures in the report; TABLE if not given."
)
@click.option("--titles", metavar="FILE", help="Titles of industries: code, title.")
@click.option("--classification", metavar="KEY", help="Such as ISIC4, NAICS2017.")
@click.option("--sheet", help="Sheet of a workbook; the first filled if not given.")
@click.option("--encoding", help="Encoding of a text file, such as windows-1252.")
@click.option("--decimal", type=click.Choice([".", ","]), help="Decimal mark.")
@click.option(
    "--open-band-factor",
    type=float,
    default=1.5,
    show_default=True,
    help="An open size band such as 500+ counts as its lower end times this.",
)
@click.option(
    "--min-known-sizes",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="Share of a cell's establishments whose size must be known.",
)
@click.option(
    "--total-region", metavar="CODE", help="The region that is the total of all."
)
@click.option(
    "--total-industry", metavar="CODE", help="The industry that is the total of all."
)
@click.option(
    "--leave-out",
    metavar="CODES",
    help="Regions or industries to pass over, such as groups; parted by commas.",
)
@click.option(
    "--accept-totals",
    is_flag=True,
    help="Go on where figures add up to more than the published total of all.",
)
@click.option(
    "--fill-down",
    is_flag=True,
    help="A blank region or industry is that of the row above (merged cells).",
)
@click.option("--sum-duplicates", is_flag=True, help="Add up rows listed twice.")
@click.option(
    "--accept-problems", is_flag=True, help="Read cells with errors as unknown."
)
@click.option("--quiet", is_flag=True, help="No progress and no warnings.")
def map_command(table: str, **options: Any) -> None:
    """Ranked clusters in TABLE: region by industry, or a list of establishments.

    TABLE is CSV, TSV, Excel or Parquet (packed or not; - is standard input). Its
    layout is recognised: BLS QCEW, long, wide, or one row for each establishment.
    """
    with _on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    output, quiet = options["output"], options["quiet"]
    if output:
        from distretto.formats.results import check_target

        check_target(output, bool(options["boundaries"]))
    with waiting(f"Reading {path.name}", quiet):
        understood = _understand(path, options)
    _say_problems(understood, quiet, options["accept_problems"])
    with waiting("Measuring", quiet):
        found, boundaries = _measure(understood, options)
    if output:
        from distretto.formats.results import write_results

        with waiting(f"Writing {output}", quiet):
            write_results(
                found,
                output,
                boundaries=boundaries,
                top=options["top"],
                title=options["title"] or "",
                source=options["source"] or understood.file,
            )
        if not quiet:
            count = min(found.clusters.height, options["top"] or found.clusters.height)
            click.echo(f"{count:,} clusters written to {output}", err=True)
    elif options["as_json"]:
        from distretto.formats.results import to_json

        click.echo(to_json(found, options["top"]).decode(), nl=False)
    else:
        from distretto.cli.selection.map_text import map_text

        width = shutil.get_terminal_size((140, 24)).columns
        click.echo(map_text(found, top=options["top"] or SHOWN, width=width))


@contextlib.contextmanager
def _on_disk(table: str) -> Iterator[Path]:
    """The table as a file; standard input is kept in one for the while."""
    if table != "-":
        yield Path(table)
        return
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        yield path


def _choices(options: dict[str, Any]) -> "Choices":
    from distretto.formats.layouts import Choices

    columns = {
        role: options[f"{role}_column"]
        for role in COLUMN_OPTIONS
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
        accept_totals=options["accept_totals"],
        leave_out=tuple(_codes(options["leave_out"])),
        classification=options["classification"],
        titles=_titles(options["titles"]),
    )


def _titles(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    from distretto.formats.titles import read_titles

    return read_titles(path)


def _understand(path: Path, options: dict[str, Any]) -> "Understanding":
    from distretto.formats.layouts import understand_table
    from distretto.formats.tables import read_table

    table = read_table(path, sheet=options["sheet"], encoding=options["encoding"])
    return understand_table(table, _asked(table, _choices(options)))


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
            f"Which column is the {COLUMN_OPTIONS[role]}?",
            type=click.Choice(table.columns),
            show_choices=False,
            err=True,
        )
        choices = with_columns(choices, **{role: column})
    return choices


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _say_problems(understood: "Understanding", quiet: bool, accepted: bool) -> None:
    """List what is wrong; errors that are not accepted end the run in `table()`."""
    errors = understood.errors
    warnings = [each for each in understood.problems if each.severity == "warning"]
    doubled = [each for each in errors if each.code == "parts_exceed_totals"]
    if quiet and not doubled and (accepted or not errors):
        return
    for problem in errors[:PROBLEMS_SHOWN]:
        click.echo(f"Problem: {problem}", err=True)
    if (rest := understood.problem_count - PROBLEMS_SHOWN) > 0 and errors:
        click.echo(f"... and {rest:,} more problems.", err=True)
    _say_warnings(warnings)
    if doubled:
        raise click.ClickException(_doubled(doubled))
    if errors and not accepted:
        raise click.ClickException(
            f"{counted(understood.problem_count, 'cell or row', 'cells or rows')} of "
            "the table cannot be used. Put them right, or add --accept-problems to "
            "read them as unknown." + _ways_out(errors)
        )


def _ways_out(errors: "Sequence[Problem]") -> str:
    """The options that settle a kind of error altogether."""
    ways = ""
    if any(each.code == "duplicate_rows" for each in errors):
        ways += " Rows that are parts can be added up with --sum-duplicates."
    if any(each.params.get("merged") for each in errors):
        ways += " Merged cells are filled from above with --fill-down."
    return ways


def _doubled(problems: "Sequence[Problem]") -> str:
    """The way out where figures count twice, in the words of the options."""
    codes = ",".join(dict.fromkeys(str(each.params["codes"]) for each in problems))
    return (
        "The table counts some figures twice, so that shares and quotients would be "
        f"wrong. Try --leave-out {codes}; or name the total with "
        "--total-region CODE or --total-industry CODE; or add --accept-totals to go "
        "on all the same."
    )


def _say_warnings(warnings: "list[Problem]") -> None:
    """The first few of each kind, and how many more there are."""
    kinds = dict.fromkeys(each.code for each in warnings)
    for kind in kinds:
        alike = [each for each in warnings if each.code == kind]
        for problem in alike[:WARNINGS_SHOWN]:
            click.echo(f"Note: {problem}", err=True)
        if len(alike) > WARNINGS_SHOWN:
            more = len(alike) - WARNINGS_SHOWN
            click.echo(f"      ... and {more:,} more of this kind.", err=True)


def _measure(
    understood: "Understanding", options: dict[str, Any]
) -> "tuple[ClusterMap, Boundaries | None]":
    from dataclasses import replace

    from distretto.analysis.selection.cluster_map import Thresholds, cluster_map

    table = understood.table()
    table, boundaries = _with_boundaries(
        table, options["boundaries"], options["boundaries_code"]
    )
    value = options["value"] or _known_value(table)
    base = _base(options["base"])
    strangers = _strangers_of_base(table, base)
    reference = _reference(options["reference"], value, understood.level)
    given = {
        "lq": options["min_lq"],
        "establishments": options["min_establishments"],
        "employment": options["min_employment"],
    }
    found = cluster_map(
        table,
        value=value,
        base=base,
        reference=reference.table if reference else None,
        reference_total=reference.total if reference else None,
        neighbours=_neighbours(table, boundaries, options["near"]),
        thresholds=Thresholds(
            **{name: least for name, least in given.items() if least is not None}
        ),
        year=options["year"],
    )
    notes = (
        *strangers,
        *(reference.notes if reference else ()),
        *_said_totals(understood),
    )
    source = {
        "layout": understood.layout,
        "columns": dict(understood.columns),
        "level": understood.level,
        "employment_is_estimate": bool(table.origin.get("is_estimate")),
    }
    return replace(
        found,
        notes=(*found.notes, *notes),
        settings={"table": understood.file, **source, **found.settings},
    ), boundaries


def _with_boundaries(
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


def _known_value(table: "RegionIndustryTable") -> str:
    cells: Any = table.cells
    return "employment" if cells["employment"].count() else "establishments"


def _base(base: str | None) -> str | list[str] | None:
    if base is None or base == "all":
        return None
    if base in ("manufacturing", "traded"):
        return base
    return _codes(base)


def _strangers_of_base(
    table: "RegionIndustryTable", base: str | list[str] | None
) -> list[str]:
    """A note on codes of the base that the table lacks; refused where it lacks all."""
    if base is None or isinstance(base, str):
        return []
    from distretto.formats.layouts.columns import listed

    cells: Any = table.cells
    industries = cells["industry"].unique().sort().to_list()
    lacking = [code for code in base if code not in industries]
    if len(lacking) == len(base):
        raise InputError(
            "empty_base",
            gettext_noop(
                "The table has none of the industries to compare within (%(base)s). "
                "Its industries are: %(present)s."
            ),
            base=listed(base, 6),
            present=listed(industries, 6),
        )
    if not lacking:
        return []
    return [f"Industries of the base that the table does not have: {listed(lacking)}."]


def _codes(listed: str | None) -> list[str]:
    return [code.strip() for code in (listed or "").split(",") if code.strip()]


def _reference(path: str | None, value: str, level: int | None) -> Any:
    if path is None:
        return None
    from distretto.formats.reference import read_reference

    return read_reference(path, value=value, level=level)


def _neighbours(
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


def _said_totals(understood: "Understanding") -> list[str]:
    if not understood.totals:
        return []
    differ = sum(not check.agrees for check in understood.totals)
    rest = (
        f"{differ:,} cannot be right beside their parts, and were used all the same."
        if differ
        else "none is contradicted by them."
    )
    compared = counted(len(understood.totals), "published total")
    verb = "was" if len(understood.totals) == 1 else "were"
    return [f"{compared} {verb} compared with the sum of the parts: {rest}"]
