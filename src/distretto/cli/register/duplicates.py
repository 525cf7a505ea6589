"""`distretto register duplicates`: firms that may be in a list twice."""

from typing import Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import output_option, with_options
from distretto.cli.register.reading import READING_OPTIONS, read_list
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

RESULTS = "distretto.formats.firm_lists.alike_results"
share = click.FloatRange(0, 1)


@click.command("duplicates")
@click.argument("firms", metavar="LIST")
@with_options(
    click.option(
        "--against",
        metavar="LIST2",
        help="Look for the firms of LIST in this list, instead of within LIST.",
    ),
    click.option(
        "--least",
        type=share,
        default=0.5,
        show_default=True,
        metavar="SCORE",
        help="Pairs below this score are left out.",
    ),
    click.option(
        "--same-at",
        type=share,
        default=0.9,
        show_default=True,
        metavar="SCORE",
        help="From this score on, two records are taken for the same firm.",
    ),
    output_option(".xlsx", ".csv", ".json"),
    *("top", "as_json", "title", "source"),
    *READING_OPTIONS,
)
def duplicates(firms: str, **options: Any) -> None:
    """Which firms in LIST may be the same, or the same as one in another list.

    Names are compared in any script, without legal forms; addresses, places, numbers
    and e-mail where the list has them. Each pair has a score from 0 to 1 and the
    reasons for and against. `distretto register check` shows how LIST is understood.
    """
    check_output(options, RESULTS)
    found = _found(firms, options)
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.register.duplicates_text",
        written=counted(found.found.pairs.height, "pair"),
        source=found.firms.file,
    )


def _found(firms: str, options: dict[str, Any]) -> Any:
    from distretto.formats.firm_lists.alike import find_alike

    here = read_list(firms, options)
    # Names of columns, sheets and encodings are those of LIST.
    own: dict[str, Any] = {"columns": {}, "sheet": None, "encoding": None}
    against = options["against"]
    there = read_list(against, {**options, **own}) if against else None
    with waiting("Comparing", options["quiet"]):
        return find_alike(
            here, there, least=options["least"], same_at=options["same_at"]
        )
