"""Levels of industry codes: one is used, and coarser ones are totals."""

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts.keys import summed
from distretto.formats.layouts.model import (
    COUNTS,
    Choices,
)
from distretto.formats.layouts.refusals import no_level
from distretto.formats.layouts.rows import (
    Rows,
)
from distretto.notes import Note, Param

PREFERRED_LEVEL = 4
NESTED = 0.9  # of the parents that must be at least the sum of their known parts


def choose_level(
    cells: pl.DataFrame, rows: Rows, choices: Choices, measure: str | None
) -> tuple[pl.DataFrame, int | None, dict[int, int], pl.DataFrame | None]:
    """Cells of one level; rows of coarser levels are totals, not further cells."""
    codes = cells["industry"].unique().to_list()
    levels = hierarchy.levels_of(codes)
    if not levels or not (choices.classification or hierarchy.are_codes(codes)):
        if choices.level is not None:
            raise no_level(choices.level, {})
        return cells, None, {}, None
    parents = hierarchy.parents_of(codes)
    nested = _is_nested(cells, parents, levels, measure)
    if choices.level is None and not nested:
        return cells, max(levels) if len(levels) == 1 else None, levels, None
    level = choices.level or (
        PREFERRED_LEVEL if PREFERRED_LEVEL in levels else max(levels)
    )
    if level > max(levels):
        raise no_level(level, levels)
    if not nested and level < max(levels) and _contradicted(cells, parents, measure):
        raise _not_nested(level)
    is_list = measure is None
    chosen = cells
    if nested or level < max(levels):
        chosen = raise_to(cells, level, add=is_list)
    top = min(levels)
    coarser = None
    if nested and top < level:
        coarser = cells.filter(_level_expr(cells, top))
    _tell_level(rows, level, levels, nested)
    return chosen, level, levels, coarser


def _is_nested(
    cells: pl.DataFrame,
    parents: dict[str, str],
    levels: dict[int, int],
    measure: str | None,
) -> bool:
    """Whether the column lists branches and their parts, so that some count twice."""
    if measure is None or len(levels) < 2:
        return False
    if len(parents) < 0.5 * (sum(levels.values()) - levels[min(levels)]):
        return False
    share = hierarchy.nested_share(cells, parents, measure)
    return share is None or share >= NESTED


def _contradicted(
    cells: pl.DataFrame, parents: dict[str, str], measure: str | None
) -> bool:
    """Whether codes that begin alike are shown to be no parts of the shorter code."""
    if measure is None:
        return False
    share = hierarchy.nested_share(cells, parents, measure)
    return share is not None and share < NESTED


def _not_nested(level: int) -> FormatError:
    return FormatError(
        "codes_not_nested",
        gettext_noop(
            "The industries cannot be added up to %(level)s digits: the figures "
            "contradict that longer codes are parts of the shorter ones that they "
            "begin with. Read the table without a level, and leave out the industries "
            "that are totals of others."
        ),
        level=level,
    )


def _tell_level(rows: Rows, level: int, levels: dict[int, int], nested: bool) -> None:
    if nested:
        rows.notes.append(
            Note(
                ngettext_noop(
                    "Industries come at several levels of detail (%(levels)s); those "
                    "of %(count)s digits are used, so that nobody is counted twice.",
                    "Industries come at several levels of detail (%(levels)s); those "
                    "of %(count)s digits are used, so that nobody is counted twice.",
                ),
                levels=_listed(levels),
                count=level,
            )
        )
    elif level < max(levels):
        rows.notes.append(
            Note(
                ngettext_noop(
                    "Industries of more than %(count)s digits were added up to "
                    "%(count)s digits.",
                    "Industries of more than %(count)s digits were added up to "
                    "%(count)s digits.",
                ),
                count=level,
            )
        )


def _listed(levels: dict[int, int]) -> Param:
    return tuple(
        Note(
            ngettext_noop(
                "%(number)s of %(count)s digits", "%(number)s of %(count)s digits"
            ),
            number=number,
            count=level,
        )
        for level, number in levels.items()
    )


def _level_expr(cells: pl.DataFrame, level: int) -> pl.Expr:
    fitting = [
        code
        for code in cells["industry"].unique()
        if hierarchy.digits_of(code) == level
    ]
    return pl.col("industry").is_in(fitting)


def raise_to(cells: pl.DataFrame, level: int, *, add: bool = False) -> pl.DataFrame:
    """Rows of a level: as published, else the sums of the next deeper level.

    A sum is unknown where one of its parts is. With `add`, no row is a total of
    others, as in a list of establishments, and all deeper ones are added up.
    """
    use = raised(cells["industry"].unique().to_list(), level, add=add)
    kept = cells.filter(pl.col("industry").is_in(list(use)))
    renamed = kept.with_columns(pl.col("industry").replace(use))
    return summed(renamed, add=True)


def raised(codes: list[str], level: int, *, add: bool = False) -> dict[str, str]:
    """The code of a level that each code counts for; those that count for none lack."""
    ranges = hierarchy.ranges_of(codes) if level == 2 else {}
    target = {
        code: hierarchy.at_level(code, level, ranges)
        if hierarchy.digits_of(code)
        else code  # a stranger stays what it is
        for code in codes
    }
    if add:
        return {code: goal for code, goal in target.items() if goal}
    own = {code for code, goal in target.items() if goal == code}
    # Only the level next below fills a gap: parts of parts would count twice.
    missing = {goal for goal in target.values() if goal} - own
    depth: dict[str, int] = {}
    for code, goal in target.items():
        if goal in missing:
            digits = hierarchy.digits_of(code) or 0
            depth[goal] = min(depth.get(goal, digits), digits)
    return {
        code: goal
        for code, goal in target.items()
        if goal and (code in own or depth.get(goal) == hierarchy.digits_of(code))
    }


def sum_known(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Sums by a key and year; unknown where a part is."""
    return rows.group_by(key, "year").agg(
        pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum())
        for name in COUNTS
    )
