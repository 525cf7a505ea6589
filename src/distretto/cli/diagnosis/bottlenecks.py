"""`distretto diagnosis bottlenecks`: what holds the firms of a cluster back."""

from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.diagnosis.survey_options import (
    by_option,
    form_of,
    form_option,
    pairs_of,
    responses_of,
)
from distretto.cli.options import codes_of, output_option, with_options
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.survey.bottlenecks import Judging

RESULTS = "distretto.formats.survey.results"


@click.command("bottlenecks")
@click.argument("export", metavar="EXPORT")
@with_options(
    by_option,
    click.option(
        "--cross",
        multiple=True,
        metavar="COLUMN,COLUMN",
        help="Two columns to tell apart at once; may be given several times.",
    ),
    click.option(
        "--sample",
        type=click.Path(dir_okay=False),
        help="The firms that `sample -o` wrote: each response then counts for as many "
        "as it stands for.",
    ),
    click.option(
        "--benchmark",
        "benchmarks",
        multiple=True,
        metavar="CODE=NUMBER",
        help="What an indicator is compared with, such as CRE3=12.5.",
    ),
    click.option(
        "--severities",
        type=click.Path(dir_okay=False),
        help="Thresholds of a sector, as TOML; those of the method if not given.",
    ),
    click.option(
        "--least-answered",
        type=click.FloatRange(0, 1),
        default=0.5,
        show_default=True,
        metavar="SHARE",
        help="Share of a category's indicators that a firm must have answered.",
    ),
    click.option(
        "--fewest",
        type=click.IntRange(0),
        default=5,
        show_default=True,
        metavar="N",
        help="Figures of fewer firms are hidden.",
    ),
    click.option(
        "--shown-before",
        metavar="EXPORT",
        help="An export whose results were given out: what the difference would tell "
        "is hidden.",
    ),
    form_option,
    output_option(".xlsx", ".csv", ".parquet", ".json"),
    *("top", "as_json", "title", "source", "quiet"),
)
def bottlenecks_command(export: str, **options: Any) -> None:
    """How severe each bottleneck is in EXPORT, for whom, and as firms see it.

    EXPORT is what Kobo or ODK gives; see `distretto diagnosis answers`, which checks
    it. For each of thirteen categories: the share of firms for which it is severe and
    the mean severity, with their intervals, beside how much of an obstacle firms say
    it is.
    """
    check_output(options, RESULTS)
    form = form_of(options)
    found = responses_of(export, form, options)
    before = options["shown_before"]
    released = responses_of(before, form, options) if before else None
    with waiting("Measuring", options["quiet"]):
        from distretto.formats.survey.bottlenecks import bottleneck_tables, measured

        result, notes = measured(found, _judging(options), released)
        tables = bottleneck_tables(result, notes, form)
    deliver(
        tables,
        options,
        results=RESULTS,
        text="distretto.cli.diagnosis.survey_text",
        written=counted(tables.first.height, "category", "categories"),
        source=export,
    )


def _judging(options: dict[str, Any]) -> "Judging":
    from distretto.formats.questionnaire.built_in import read_severities
    from distretto.formats.survey.bottlenecks import Judging

    own = options["severities"]
    return Judging(
        by=codes_of(options["by"]) if options["by"] is not None else None,
        cross=[_pair(each) for each in options["cross"]],
        sample=options["sample"],
        indicators=read_severities(own) if own else None,
        benchmarks=pairs_of(options["benchmarks"], "--benchmark"),
        settings={
            "least_answered": options["least_answered"],
            "fewest": options["fewest"],
        },
    )


def _pair(listed: str) -> tuple[str, str]:
    codes = codes_of(listed)
    if len(codes) != 2:
        raise click.BadParameter(
            f"“{listed}”: give two columns, parted by a comma", param_hint="--cross"
        )
    return codes[0], codes[1]
