"""`distretto selection`: cluster maps and the ranking of candidates."""

import click

from distretto.cli.lazy import LazyGroup

COMMANDS = {
    "map": (
        "distretto.cli.selection.map:map_command",
        "Ranked clusters in TABLE: region by industry, or a list of establishments.",
    ),
    "localisation": (
        "distretto.cli.selection.localisation:localisation_command",
        "Which industries in TABLE stand closer together than chance has it.",
    ),
    "hotspots": (
        "distretto.cli.selection.hotspots:hotspots_command",
        "Where an industry is strong in regions beside each other.",
    ),
    "density-clusters": (
        "distretto.cli.selection.density_clusters:density_clusters_command",
        "Where the establishments of TABLE crowd: clusters of points, without borders.",
    ),
    "growth": (
        "distretto.cli.selection.growth:growth_command",
        "What the change of jobs between two years is made of: nation, mix, region.",
    ),
    "concentration": (
        "distretto.cli.selection.concentration:concentration_command",
        "Which industries in TABLE are more concentrated than their plants explain.",
    ),
    "specialisation": (
        "distretto.cli.selection.specialisation:specialisation_command",
        "How specialised each region in TABLE is, or what one region is specialised "
        "in.",
    ),
    "relatedness": (
        "distretto.cli.selection.relatedness:relatedness_command",
        "Regions or industries in TABLE by complexity, and what goes with what.",
    ),
    "categories": (
        "distretto.cli.selection.categories:categories_command",
        "Which industries in TABLE belong together, by where they are and what they "
        "trade.",
    ),
    "rank": (
        "distretto.cli.selection.rank:rank",
        "Rank candidates on weighted criteria, and test the choice.",
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def selection() -> None:
    """Step 1: where the clusters are, and which to assist."""
