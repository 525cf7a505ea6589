"""`distretto diagnosis linkages`: all measures of who is tied to whom."""

from typing import Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.diagnosis.linkage_options import READING, read_waves, with_options
from distretto.cli.options import output_option
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

RESULTS = "distretto.formats.linkages.results"

linkages_options = with_options(
    click.option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        default=("group",),
        show_default=True,
        help="Attribute of the actors that parts them into groups; may be given again.",
    ),
    click.option(
        "--directed/--undirected",
        default=None,
        help="Whether ties have a direction; found by what is returned, if not given.",
    ),
    click.option(
        "--toward",
        type=click.Choice(["giver", "receiver"]),
        default="giver",
        show_default=True,
        help="Whom ties of knowledge point to: whom did you ask, or who asked you.",
    ),
    click.option(
        "--open-from",
        type=click.FloatRange(0),
        metavar="N",
        help="Outside sources from which a firm is open; the mean if not given.",
    ),
    click.option(
        "--active-from",
        type=click.FloatRange(0),
        metavar="N",
        help="Local ties from which a firm is active; the mean if not given.",
    ),
    click.option(
        "--few",
        type=click.FloatRange(0),
        metavar="N",
        help="Local ties below which a firm stands apart; half of --active-from if "
        "not given.",
    ),
    click.option(
        "--draws",
        type=click.IntRange(99, 100_000),
        default=999,
        show_default=True,
        help="Draws for intervals and permutations for p-values.",
    ),
    "seed",
    output_option(".xlsx", ".csv", ".json", ".graphml", ".gexf"),
    *("top", "as_json", "title", "source"),
    *READING,
)


@click.command("linkages")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@linkages_options
def linkages_command(files: tuple[str, ...], **options: Any) -> None:
    """Who is tied to whom in FILE, measured; what changed between two waves.

    FILE is a list of ties (from, to and perhaps relation, strength, formal, wave) or a
    matrix of actors by actors, as CSV or Excel; a workbook may have a sheet for each
    relation and wave. Two files, or two waves in one, are compared on the same actors.
    """
    check_output(options, RESULTS)
    with waiting("Reading", options["quiet"]):
        waves, notes = read_waves(files, options)
    with waiting("Measuring", options["quiet"]):
        found = _report(waves, notes, options)
    more = {}
    if (options["output"] or "").endswith((".graphml", ".gexf")):
        from distretto.formats.sociogram.places import places_of
        from distretto.formats.sociogram.shown import union_of

        places = places_of(union_of(waves), width=960.0, seed=options["seed"])
        more = {"positions": places.of()}
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.diagnosis.linkages_text",
        written=counted(len(waves), "wave"),
        source=", ".join(files),
        **more,
    )


def _report(waves: Any, notes: Any, options: dict[str, Any]) -> Any:
    from distretto.formats.linkages.report import linkage_report

    return linkage_report(
        waves,
        notes=tuple(notes),
        permutations=options["draws"],
        relations=list(options["relations"]) or None,
        directed=options["directed"],
        by=list(options["by"]),
        toward=options["toward"],
        open_from=options["open_from"],
        active_from=options["active_from"],
        few=options["few"],
        draws=options["draws"],
        seed=options["seed"],
    )
