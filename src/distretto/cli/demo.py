"""`distretto demo`: the worked example as files."""

from pathlib import Path

import click


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default="lindara"
)
def demo(folder: Path) -> None:
    """Write the files of the worked example into FOLDER.

    A table of employment, the districts as GeoJSON and a sheet of scores; of one
    cluster its firms, what they answered and who is tied to whom. All is fictitious.
    """
    from distretto.example.cluster_files import ACTORS, ANSWERS, FIRMS, LINKAGES
    from distretto.example.files import DISTRICTS, EMPLOYMENT, SCORES, write_example

    for path in write_example(folder):
        click.echo(path)
    click.echo(
        "\nTry:\n"
        f"  distretto selection map {folder / EMPLOYMENT} "
        f"--boundaries {folder / DISTRICTS} --top 5\n"
        f"  distretto selection rank {folder / SCORES} --top 2\n"
        f"  distretto register duplicates {folder / FIRMS}\n"
        f"  distretto diagnosis bottlenecks {folder / ANSWERS} --top 5\n"
        f"  distretto diagnosis linkages {folder / LINKAGES} "
        f"--actors {folder / ACTORS} --wave now --relation information\n"
        f"  distretto diagnosis sociogram {folder / LINKAGES} "
        f"--actors {folder / ACTORS} --wave now -o {folder / 'linkages.png'}"
    )
