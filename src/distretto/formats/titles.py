"""Titles of industries and names of regions: read from small tables, and short."""

import re
from pathlib import Path

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.columns import columns_of, listed
from distretto.formats.layouts.long import key
from distretto.formats.tables import read_table

# What says of a title only that things are made, as classifications print it.
MAKING = (
    "Manufacture of ",
    "Manufacturing of ",
    "Fabrication de ",
    "Fabricación de ",
    "Fabricação de ",
)
SHORT = 48  # characters of a title where there is little room


def short_title(title: str, room: int = SHORT) -> str:
    """A title for lists and pictures: words of it, none of our own.

    Without “Manufacture of”; where that is too long still, without remarks in
    parentheses; and then cut after a whole word.

    >>> short_title("Manufacture of knitted and crocheted fabrics")
    'Knitted and crocheted fabrics'
    """
    short = title.strip()
    for making in MAKING:
        short = short.removeprefix(making)
    if len(short) > room:
        short = re.sub(r"\s*\([^()]*\)", "", short)
    return cut(short[:1].upper() + short[1:], room)


def cut(text: str, room: int) -> str:
    """The first words of a text that there is room for, and “…” for the others."""
    if len(text) <= room:
        return text
    whole, _, _ = text[:room].rpartition(" ")
    return (whole or text[: room - 1]).rstrip(" ,;:") + "…"


def read_titles(path: str | Path, role: str = "industry") -> dict[str, str]:
    """Code to title; a title that repeats its code in front loses it.

    `role` is "industry", or "region" where the names are those of regions.
    """
    table = read_table(path)
    if len(table.columns) < 2:
        raise FormatError(
            "no_titles",
            gettext_noop(
                "“%(file)s” should have two columns, the code and the title of each "
                "%(role)s. It has: %(columns)s."
            ),
            file=table.path.name,
            role=role,
            columns=listed(table.columns),
        )
    found = columns_of(table, {})
    code = found.get(role, table.columns[0])
    title = found.get(f"{role}_name", "")
    if title in ("", code):
        title = next(column for column in table.columns if column != code)
    rows = table.frame.select(
        key(code, table).alias("code"), key(title, table).alias("title")
    )
    pairs = dict(rows.drop_nulls().collect().iter_rows())
    # “Kano City” is the name of a region that is called Kano, and no repetition.
    repeats = {code for code in pairs if role == "industry" or code[-1:].isdigit()}
    return {
        code: _without_code(code, title) if code in repeats else title
        for code, title in pairs.items()
    }


def _without_code(code: str, title: str) -> str:
    for front in (f"NAICS {code} ", f"{code} ", f"{code} - "):
        if title.startswith(front) and len(title) > len(front):
            return title.removeprefix(front).strip()
    return title
