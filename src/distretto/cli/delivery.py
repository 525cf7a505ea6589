"""A result where it was asked for: a file, JSON, or a table for people."""

import importlib
import shutil
from typing import Any

import click

from distretto.cli.waiting import waiting

SHOWN = 20  # rows on the screen unless --top


def check_output(options: dict[str, Any], results: str) -> None:
    """Refuse a target that cannot be written, before the work is done."""
    if options["output"]:
        from distretto.formats.files import check_target

        check_target(options["output"], _module(results).ENDINGS)


def deliver(
    found: Any,
    options: dict[str, Any],
    *,
    results: str,
    text: str,
    written: str,
    source: str,
    **more: Any,
) -> None:
    """Give a result as the options ask for it.

    `results` is the module with `write_results` and `to_json`, and `text` the one
    whose function of the same name makes a table of `top` rows for a screen `width`
    wide; they are imported when needed. `written` tells what a file holds, `source`
    is where the figures come from unless `--source` says, and `more` goes to
    `write_results`.
    """
    if output := options["output"]:
        with waiting(f"Writing {output}", options["quiet"]):
            _module(results).write_results(
                found,
                output,
                title=options["title"] or "",
                source=options["source"] or source,
                **more,
            )
        if not options["quiet"]:
            click.echo(f"{written} written to {output}", err=True)
    elif options["as_json"]:
        told = _module(results).to_json(found, options["top"])
        click.echo(told.decode(), nl=False)
    else:
        table = getattr(_module(text), text.rpartition(".")[2])
        width = shutil.get_terminal_size((120, 24)).columns
        click.echo(table(found, top=options["top"] or SHOWN, width=width))


def _module(name: str) -> Any:
    return importlib.import_module(name)
