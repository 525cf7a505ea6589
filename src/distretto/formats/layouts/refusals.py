"""Refusals that several layouts share: a year or a level that is not there."""

from distretto.errors import FormatError, gettext_noop


def no_year(asked: int, years: tuple[int, ...]) -> FormatError:
    """The error for a year that the table does not have."""
    return FormatError(
        "no_such_year",
        gettext_noop("The table has no year %(year)s. It has: %(years)s."),
        year=asked,
        years=", ".join(map(str, years)) or "no years at all",
    )


def no_level(asked: int, levels: dict[int, int]) -> FormatError:
    """The error for a level of industries that the table does not have."""
    if not levels:
        return FormatError(
            "no_levels",
            gettext_noop(
                "The table has no industry codes with digits, only totals or titles, "
                "so that it cannot be read at %(level)s digits. Check which column is "
                "the industry, or take a table by industries."
            ),
            level=asked,
        )
    return FormatError(
        "no_such_level",
        gettext_noop(
            "The table has no industries of %(level)s digits. It has industries of: "
            "%(levels)s digits."
        ),
        level=asked,
        levels=", ".join(map(str, levels)),
    )
