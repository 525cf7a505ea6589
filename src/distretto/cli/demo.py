"""`distretto demo`: the worked example as files."""

from pathlib import Path

import click


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default="lindara"
)
def demo(folder: Path) -> None:
    """Write the files of the worked example into FOLDER.

    A table of employment, the districts as GeoJSON, and a sheet of scores, all of them
    fictitious.
    """
    from distretto.example.files import DISTRICTS, EMPLOYMENT, SCORES, write_example

    for path in write_example(folder):
        click.echo(path)
    click.echo(
        "\nTry:\n"
        f"  distretto selection map {folder / EMPLOYMENT} "
        f"--boundaries {folder / DISTRICTS} --top 5\n"
        f"  distretto selection rank {folder / SCORES} --top 2"
    )
