"""`distretto diagnosis sample`: firms to ask, drawn from a register."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import codes_of, output_option, with_options
from distretto.cli.standard_input import on_disk
from distretto.formats.problems import counted

if TYPE_CHECKING:
    import polars as pl

    from distretto.formats.survey.found import Found

RESULTS = "distretto.formats.survey.results"


@click.command("sample")
@click.argument("register", metavar="REGISTER")
@with_options(
    click.option("--size", type=click.IntRange(1), metavar="N", help="Firms to draw."),
    click.option(
        "--reach",
        type=click.FloatRange(0, 1, min_open=True),
        metavar="SHARE",
        help="In place of --size: how far a share may be off, such as 0.05.",
    ),
    click.option(
        "--response-share",
        type=click.FloatRange(0, 1, min_open=True),
        default=1.0,
        show_default=True,
        metavar="SHARE",
        help="With --reach: share of the firms that will answer.",
    ),
    click.option(
        "--by",
        metavar="COLUMNS",
        help="Columns whose combinations are the strata, parted by commas.",
    ),
    click.option(
        "--allocation",
        type=click.Choice(["proportional", "equal", "neyman"]),
        default="proportional",
        show_default=True,
        help="How the firms are shared out to strata.",
    ),
    click.option(
        "--spread",
        metavar="COLUMN",
        help="With neyman: the figure whose spread within strata counts.",
    ),
    click.option(
        "--minimum",
        type=click.IntRange(0),
        default=2,
        show_default=True,
        metavar="N",
        help="Least number of firms of a stratum.",
    ),
    click.option(
        "--certain",
        multiple=True,
        metavar="STRATUM",
        help="A stratum of which all firms are drawn; may be given several times.",
    ),
    click.option(
        "--replacements",
        type=click.IntRange(0),
        metavar="N",
        help="Firms in reserve in each stratum; as many as are drawn if not given.",
    ),
    click.option(
        "--firm-column",
        default="firm",
        show_default=True,
        metavar="NAME",
        help="Column with the code of each firm.",
    ),
    "seed",
    output_option(".csv", ".parquet", ".xlsx", ".json"),
    *("sheet", "encoding", "top", "as_json", "title", "source", "quiet"),
)
def sample_command(register: str, **options: Any) -> None:
    """Firms of REGISTER to ask, drawn from strata, and others in reserve.

    REGISTER has a row for each firm (CSV, TSV, Excel or Parquet; - is standard input).
    The file of firms tells afterwards what each response stands for: give it to
    `distretto diagnosis bottlenecks --sample`.
    """
    check_output(options, RESULTS)
    with on_disk(register) as path:
        table = _register(path, options)
        found = _drawn(table, options)
        deliver(
            found,
            options,
            results=RESULTS,
            text="distretto.cli.diagnosis.survey_text",
            written=counted(found.first.height, "firm"),
            source=path.name,
        )


def _register(path: Path, options: dict[str, Any]) -> "pl.DataFrame":
    """The register; the figure of the spread as numbers."""
    import polars as pl

    from distretto.formats.numbers import number, number_styles
    from distretto.formats.tables import read_table

    frame = read_table(path, sheet=options["sheet"], encoding=options["encoding"]).frame
    spread, there = options["spread"], frame.collect_schema()
    if spread in there and there[spread] == pl.String:
        style = number_styles(frame, [spread])[spread]
        frame = frame.with_columns(number(spread, style).alias(spread))
    return frame.collect()


def _drawn(table: "pl.DataFrame", options: dict[str, Any]) -> "Found":
    from distretto.analysis.diagnosis.sampling.drawing import stratified_sample
    from distretto.formats.survey.sampling import sample_tables

    firm = options["firm_column"]
    sample = stratified_sample(
        table,
        _size(table.height, options),
        strata=codes_of(options["by"]),
        firm=firm,
        allocation=options["allocation"],
        spread=options["spread"],
        minimum=options["minimum"],
        certain=options["certain"],
        replacements=options["replacements"],
        seed=options["seed"],
    )
    return sample_tables(sample, firm=firm)


def _size(firms: int, options: dict[str, Any]) -> int:
    if (options["size"] is None) == (options["reach"] is None):
        raise click.UsageError("Give --size or --reach, one of them.")
    if options["size"] is not None:
        return int(options["size"])
    from distretto.analysis.diagnosis.sampling.precision import sample_size

    answering = options["response_share"]
    needed = sample_size(firms, options["reach"], response_share=answering)
    return max(needed.firms, 1)
