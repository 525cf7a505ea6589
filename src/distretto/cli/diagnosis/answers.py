"""`distretto diagnosis answers`: an export looked at, before anything rests on it."""

from typing import Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.diagnosis.survey_options import form_of, form_option, responses_of
from distretto.cli.options import output_option, with_options
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

RESULTS = "distretto.formats.survey.results"


@click.command("answers")
@click.argument("export", metavar="EXPORT")
@with_options(
    click.option(
        "--before",
        metavar="EXPORT",
        help="An earlier export: what is new, changed or gone is told.",
    ),
    form_option,
    click.option(
        "--again",
        "share_again",
        type=click.FloatRange(0, 1),
        default=0.05,
        show_default=True,
        metavar="SHARE",
        help="Share of each interviewer's interviews to do again.",
    ),
    "seed",
    output_option(".xlsx", ".csv", ".parquet", ".json"),
    *("top", "as_json", "title", "source", "quiet"),
)
def answers_command(export: str, **options: Any) -> None:
    """What is wrong or odd in EXPORT, and what is new in it.

    EXPORT is what Kobo or ODK gives: CSV, Excel (with repeats) or a ZIP of CSVs, by
    names or labels in any language (- is standard input). Every cell is checked;
    columns without a question are listed; answers that do not fit each other, outliers
    among like firms and the work of interviewers are told.
    """
    check_output(options, RESULTS)
    form = form_of(options)
    found = responses_of(export, form, options)
    before = options["before"] and responses_of(options["before"], form, options)
    with waiting("Checking", options["quiet"]):
        from distretto.formats.survey.checking import answer_tables

        tables = answer_tables(
            found,
            before or None,
            share_again=options["share_again"],
            seed=options["seed"],
        )
    deliver(
        tables,
        options,
        results=RESULTS,
        text="distretto.cli.diagnosis.survey_text",
        written=counted(found.responses.height, "response"),
        source=export,
    )
