"""`distretto selection rank`: candidates ranked, and the choice tested."""

import shutil
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting

if TYPE_CHECKING:
    from distretto.formats.ranking_report import RankingReport
    from distretto.formats.score_sheet import ScoreSheet

METHODS = ("weighted-sum", "topsis", "promethee")
PROBLEMS_SHOWN = 10


@click.command()
@click.argument("scores", required=False, metavar="SCORES")
@click.option(
    "--template",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write an example sheet to fill in (.xlsx or .csv), and stop.",
)
@click.option(
    "--method",
    "methods",
    type=click.Choice(METHODS),
    multiple=True,
    help="Rank by this method; may be given again. The first one orders the table and "
    "is tested.  [default: all three]",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="K",
    help="How many are to be chosen.",
)
@click.option(
    "--vary",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.2,
    show_default=True,
    metavar="SHARE",
    help="Share by which each weight may go up or down.",
)
@click.option(
    "--way",
    type=click.Choice(["relative", "dirichlet", "any"]),
    default="relative",
    show_default=True,
    help="How weights are drawn: each up or down by --vary, around the weights as "
    "given, or any weights at all.",
)
@click.option(
    "--draws",
    type=click.IntRange(1, 10_000_000),
    default=10_000,
    show_default=True,
    help="How many sets of weights are drawn.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Makes the draws repeatable.",
)
@click.option(
    "--draw-missing",
    is_flag=True,
    help="Draw missing scores over their scale too (for the weighted sum).",
)
@click.option(
    "--scale",
    type=float,
    nargs=2,
    default=(1.0, 5.0),
    show_default=True,
    metavar="LOW HIGH",
    help="The ends of the scale of the scores.",
)
@click.option("--sheet", help="Sheet of a workbook; the first filled if not given.")
@click.option(
    "--json", "as_json", is_flag=True, help="Write JSON, exact and unrounded."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV, exact and unrounded.")
@click.option(
    "--xlsx",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write an Excel workbook as well.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write to a file instead: .json .csv .xlsx",
)
@click.option(
    "--accept-problems", is_flag=True, help="Read cells with errors as missing."
)
@click.option("--quiet", is_flag=True, help="No notes on standard error.")
def rank(scores: str | None, template: str | None, **options: Any) -> None:
    """Rank candidates on weighted criteria, and test the choice.

    SCORES is a sheet (Excel, CSV ...): candidates in rows, criteria in columns, a row
    “weight”; `--template scores.xlsx` writes one to start from.
    """
    if template:
        _write_template(template)
        return
    if scores is None:
        raise click.UsageError("Give a sheet of scores, or --template FILE.")
    targets = [each for each in (options["output"], options["xlsx"]) if each]
    _check_targets(targets, options)
    with waiting(f"Reading {scores}", options["quiet"]):
        sheet = _read(scores, options)
    _say(sheet, options)
    with waiting("Ranking", options["quiet"]):
        report = _report(scores, sheet, options)
    _show(report, targets, options)


def _write_template(path: str) -> None:
    from distretto.formats.score_template import write_template

    write_template(path)
    click.echo(f"An example sheet is in {path}: write your own over it.", err=True)


def _check_targets(targets: list[str], options: dict[str, Any]) -> None:
    from distretto.formats.files import check_target
    from distretto.formats.ranking_results import ENDINGS

    if options["xlsx"] and not options["xlsx"].lower().endswith(".xlsx"):
        raise click.BadParameter("the file must end in .xlsx", param_hint="--xlsx")
    if options["as_json"] and options["as_csv"]:
        raise click.UsageError("Give --json or --csv, not both.")
    for target in targets:
        check_target(target, ENDINGS)


def _report(path: str, sheet: "ScoreSheet", options: dict[str, Any]) -> "RankingReport":
    from distretto.analysis.selection.overturning import weight_to_overturn
    from distretto.analysis.selection.ranking import rank_candidates
    from distretto.analysis.selection.robustness import robustness
    from distretto.formats.ranking_report import RankingReport

    methods = tuple(dict.fromkeys(options["methods"])) or METHODS
    asked: dict[str, Any] = {
        "directions": sheet.directions,
        "low": sheet.low,
        "high": sheet.high,
        "candidates": sheet.candidates,
        "criteria": sheet.criteria,
        "vetoes": sheet.vetoes,
    }
    values, weights = sheet.ranged, sheet.weights
    tested, top = methods[0], options["top"]
    draws = {
        key: options[key] for key in ("vary", "way", "draws", "seed", "draw_missing")
    }
    is_anybody_left = len(sheet.vetoes) < len(sheet.candidates)
    return RankingReport(
        settings=_settings(path, sheet, methods, options),
        sheet=sheet,
        rankings=rank_candidates(values, weights, methods=methods, **asked),
        robustness=robustness(values, weights, top=top, method=tested, **draws, **asked)
        if is_anybody_left
        else None,
        overturning=()
        if tested == "topsis"
        else weight_to_overturn(values, weights, top=top, method=tested, **asked),
    )


def _read(path: str, options: dict[str, Any]) -> "ScoreSheet":
    from distretto.cli.standard_input import on_disk
    from distretto.formats.scores import read_scores

    low, high = options["scale"]
    with on_disk(path) as file:
        return read_scores(file, sheet=options["sheet"], low=low, high=high)


def _say(sheet: "ScoreSheet", options: dict[str, Any]) -> None:
    """Tell what was taken for granted; refuse wrong cells that are not accepted."""
    if not options["quiet"]:
        for note in sheet.notes:
            click.echo(f"Note: {note}", err=True)
    if sheet.problems and not options["accept_problems"]:
        _refuse(sheet)


def _refuse(sheet: "ScoreSheet") -> None:
    if len(sheet.problems) == 1:
        sheet.checked()
    for problem in sheet.problems[:PROBLEMS_SHOWN]:
        click.echo(f"Problem: {problem}", err=True)
    if len(sheet.problems) > PROBLEMS_SHOWN:
        rest = len(sheet.problems) - PROBLEMS_SHOWN
        click.echo(f"... and {rest:,} more.", err=True)
    raise click.ClickException(
        f"{len(sheet.problems):,} cells of the sheet cannot be used. Put them right, "
        "or add --accept-problems to read them as missing."
    )


def _settings(
    path: str, sheet: "ScoreSheet", methods: tuple[str, ...], options: dict[str, Any]
) -> dict[str, Any]:
    return {
        "scores": path,
        "sheet": sheet.sheet,
        "low": sheet.low,
        "high": sheet.high,
        "assessors": [name for name in sheet.assessors if name],
        "methods": list(methods),
        "top": options["top"],
        "vary": options["vary"] if options["way"] == "relative" else None,
        "draw_missing": options["draw_missing"],
    }


def _show(report: "RankingReport", targets: list[str], options: dict[str, Any]) -> None:
    from distretto.formats import ranking_results

    for target in targets:
        ranking_results.write_results(report, target)
        if not options["quiet"]:
            click.echo(f"The ranking is in {target}.", err=True)
    if options["as_json"]:
        click.echo(ranking_results.to_json(report).decode(), nl=False)
    elif options["as_csv"]:
        click.echo(ranking_results.to_csv(report).decode(), nl=False)
    elif not options["output"]:
        from distretto.cli.selection.rank_text import rank_text

        width = shutil.get_terminal_size((120, 24)).columns
        click.echo(rank_text(report, width=width))
