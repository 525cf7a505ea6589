"""`distretto diagnosis questionnaire`: the bottleneck survey, to print or to deploy."""

from typing import TYPE_CHECKING, Any

import click

from distretto.cli.diagnosis.survey_options import form_of, form_option
from distretto.cli.options import codes_of, output_option, with_options

if TYPE_CHECKING:
    from distretto.formats.questionnaire import Questionnaire

RESULTS = "distretto.formats.questionnaire.results"


@click.command("questionnaire")
@with_options(
    output_option(".xlsx", ".pdf", ".docx", ".json"),
    click.option(
        "--blocks",
        metavar="CODES",
        help="Blocks to ask, parted by commas, such as F,L,M; all if not given.",
    ),
    click.option(
        "--language",
        default="en",
        show_default=True,
        metavar="CODE",
        help="Language that comes first: en or fr.",
    ),
    form_option,
    *("as_json", "title", "quiet"),
)
def questionnaire_command(**options: Any) -> None:
    """Questions of the bottleneck survey, as a form for Kobo or ODK, or on paper.

    -o FILE.xlsx writes an XLSForm, FILE.pdf and FILE.docx one to fill in by hand.
    Without a file, the questions are listed. What is wrong with the questions is told.
    """
    form = _form(options)
    _say_problems(form, options["quiet"])
    from distretto.formats.questionnaire import results

    if output := options["output"]:
        from distretto.formats.files import check_target

        check_target(output, results.ENDINGS)
        results.write_results(form, output, title=options["title"] or "")
        if not options["quiet"]:
            click.echo(f"{len(form.asked)} questions written to {output}", err=True)
    elif options["as_json"]:
        click.echo(results.to_json(form).decode(), nl=False)
    else:
        from distretto.cli.diagnosis.questionnaire_text import questionnaire_text

        click.echo(questionnaire_text(form, options["language"]))


def _form(options: dict[str, Any]) -> "Questionnaire":
    from distretto.formats.questionnaire.editing import in_language, only_blocks

    form = in_language(form_of(options), options["language"])
    blocks = codes_of(options["blocks"])
    return only_blocks(form, blocks) if blocks else form


def _say_problems(form: "Questionnaire", quiet: bool) -> None:
    from distretto.formats.problems import errors_of
    from distretto.formats.questionnaire.checking import problems_of

    problems = problems_of(form)
    for problem in () if quiet else problems:
        click.echo(f"Problem: {problem}", err=True)
    if errors_of(problems):
        raise click.ClickException("Put the questions right before they are asked.")
