"""Counts of firms by group, for readers who may not be told of a few."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext

from distretto.analysis.diagnosis.bottlenecks.hidden import hidden_cells


def names_hidden(counts: Mapping[str, int], fewest: int) -> set[str]:
    """Groups of few firms, and others that would give them back beside the sum."""
    hidden = hidden_cells(list(counts.values()), fewest=fewest)
    return {name for name, is_hidden in zip(counts, hidden, strict=True) if is_hidden}


def tells_of_few(some: int, firms: int, fewest: int) -> bool:
    """Whether few of the firms are among some of them, or all but few."""
    return bool(hidden_cells((some, firms - some), fewest=fewest).any())


def is_sum_of_enough(hidden: Collection[int], fewest: int) -> bool:
    """Whether the sum of hidden counts gives none back: of several, of enough firms."""
    return len(hidden) > 1 and sum(hidden) >= fewest


def few_together(counts: Mapping[str, int], fewest: int) -> dict[str, int]:
    """Counts with those that are hidden added up to one; groups of nobody are left out.

    Where all together are few, their sum is left: of what group they are is not told.
    """
    hidden = names_hidden(counts, fewest)
    told = {
        name: count for name, count in counts.items() if count and name not in hidden
    }
    rest = sum(counts[name] for name in hidden)
    return told | ({gettext("Others and unknown"): rest} if rest else {})
