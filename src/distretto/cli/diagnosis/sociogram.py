"""`distretto diagnosis sociogram`: a picture of who is tied to whom."""

from datetime import date
from typing import Any

import click

from distretto.cli.diagnosis.linkage_options import READING, read_waves, with_options
from distretto.cli.waiting import waiting

KINDS = ("firm", "institution", "team", "outside")

sociogram_options = with_options(
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        required=True,
        help="Picture to write: .svg .png .pdf",
    ),
    click.option(
        "--compare/--no-compare",
        default=None,
        help="What changed between two waves; so where there are exactly two, if not "
        "given.",
    ),
    click.option("--focus", metavar="ACTOR", help="One actor with its partners."),
    click.option(
        "--weakest",
        type=click.FloatRange(0, 3),
        default=0,
        help="Least strength of the ties that are drawn.",
    ),
    click.option(
        "--kind",
        "kinds",
        type=click.Choice(KINDS),
        multiple=True,
        help="Only actors of this kind; may be given again.",
    ),
    click.option(
        "--anonymous", is_flag=True, help="Numbers for names, as for an assembly."
    ),
    click.option(
        "--conflicts/--no-conflicts",
        default=None,
        help="Draw conflicts; with --anonymous they are left out, if not given.",
    ),
    click.option(
        "--map", "geographic", is_flag=True, help="By latitude and longitude."
    ),
    click.option(
        "--mixed", is_flag=True, help="Institutions among the firms, not at one side."
    ),
    click.option("--arrows", is_flag=True, help="Arrows to whom was named."),
    click.option("--date", "when", metavar="TEXT", help="Date in the picture; today."),
    click.option(
        "--width",
        type=click.IntRange(320, 4000),
        default=960,
        show_default=True,
        metavar="PIXELS",
    ),
    *("seed", "title", "source"),
    *READING,
)


@click.command("sociogram")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@sociogram_options
def sociogram_command(files: tuple[str, ...], **options: Any) -> None:
    """Draw who is tied to whom in FILE, or what changed between two waves.

    FILE is as for `distretto diagnosis linkages`. All waves and kinds of linkage have
    one layout, so that nobody moves from picture to picture. Legend, number of actors,
    coverage and date stand in the picture.
    """
    from distretto.formats.files import check_target
    from distretto.formats.sociogram.render import ENDINGS, write_sociogram

    check_target(options["output"], ENDINGS)
    with waiting("Reading", options["quiet"]):
        # All waves are read, whichever is drawn: they make the layout together.
        reading = options if len(files) > 1 else {**options, "waves": ()}
        waves, _ = read_waves(files, reading)
    with waiting("Drawing", options["quiet"]):
        found = _drawn(waves, files, options)
        write_sociogram(found, options["output"])
    if not options["quiet"]:
        click.echo(f"{found.description}\nWritten to {options['output']}", err=True)


def _drawn(waves: Any, files: tuple[str, ...], options: dict[str, Any]) -> Any:
    from distretto.formats.sociogram.picture import sociogram
    from distretto.formats.sociogram.shown import Choice

    if len(options["relations"]) > 1:
        raise click.UsageError("Draw one --relation, or all together.")
    asked = list(options["waves"]) if len(files) == 1 else []
    pair = asked if len(asked) == 2 else [each.wave for each in waves]
    compare = options["compare"]
    if compare is None:
        compare = len(pair) == 2 and len(asked) != 1
    if compare and len(pair) != 2:
        raise click.UsageError("Give --wave twice to say which two are compared.")
    return sociogram(
        waves,
        wave=None if compare or not asked else asked[-1],
        compare=(pair[0], pair[1]) if compare else None,
        choice=Choice(
            relation=next(iter(options["relations"]), None),
            weakest=options["weakest"],
            among=options["kinds"] or KINDS,
            focus=options["focus"],
            directed=options["arrows"],
        ),
        anonymous=options["anonymous"],
        conflicts=options["conflicts"],
        geographic=options["geographic"],
        apart=not options["mixed"],
        title=options["title"] or "",
        source=options["source"] or ", ".join(files),
        date=options["when"] or f"{date.today():%d %B %Y}".lstrip("0"),
        width=options["width"],
        seed=options["seed"],
    )
