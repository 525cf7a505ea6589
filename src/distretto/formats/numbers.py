"""Numbers as people write them, and the marks they use for "unknown".

How a column parts thousands and decimals is decided once per column from all of its
values, and told. Nothing that is not a number becomes one: it is a problem with a
place, and a mark such as “..” or “(D)” is unknown, never zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.problems import Problem
from distretto.notes import Note

UNKNOWN_MARKS = frozenset(
    [
        *("", "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", ":", "*", "**"),
        *("#", "?", "na", "n/a", "n.a.", "n.a", "nan", "null", "none", "nil return"),
        *("nd", "n.d.", "n/d", "s/d", "s.d.", "d", "(d)", "s", "(s)", "x", "(x)"),
        *("c", "(c)", "(n)", "(na)", "(nd)", "u", "(u)", "q", "(q)", "#n/a", "<na>"),
        *("confidential", "suppressed", "unknown", "not available", "missing"),
        *("confidentiel", "inconnu", "confidencial", "desconocido", "sem dados"),
        *("غير متوفر", "غير متاح", "उपलब्ध नहीं"),
    ]
)
DIGITS = {
    **{chr(0x0660 + digit): str(digit) for digit in range(10)},  # Arabic-Indic
    **{chr(0x06F0 + digit): str(digit) for digit in range(10)},  # Eastern Arabic
    **{chr(0x0966 + digit): str(digit) for digit in range(10)},  # Devanagari
    **{chr(0x09E6 + digit): str(digit) for digit in range(10)},  # Bengali
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},  # full width
}
SPACES = dict.fromkeys(" \u00a0\u202f\u2009\u2007'’\u066c\u200e\u200f\u061c", "")
SIGNS = {"\u066b": ".", "\u066a": "%", "\u2212": "-", "\u060c": ","}
# `N` is a digit of ours, `P` the decimal mark, `T` the mark that parts thousands;
# the last two change places for decimal commas.
PLAIN = r"^\s*[+-]?N+(\.N+)?([eE][+-]?N+)?\s*$"
GROUPED = r"^[+-]?N{1,3}(TN{3})+(PN+)?%?$"
LAKHS = r"^[+-]?N{1,2}(TN{2})+TN{3}(PN+)?%?$"
SIMPLE = r"^[+-]?N*P?N+%?$|^[+-]?N+P%?$"
CERTAIN_DECIMAL = r"^[+-]?(N*PN{1,2}|N*PN{4,}|N{4,}PN{3}|0*PN+)%?$"
CERTAIN_GROUPS = r"^[+-]?N{1,3}((TN{3}){2,}|(TN{3})+PN+)%?$"
EXPONENT = r"^[+-]?N+(\.N+)?[eE][+-]?N+$"
EITHER = r"^[+-]?[1-9]N{0,2}TN{3}%?$"


@dataclass(frozen=True)
class NumberStyle:
    """How one column writes its numbers.

    `plain` columns are numbers already or need no more than a cast. `grouped` is
    true where a single “1.234” or “1,234” was taken for thousands without proof.
    """

    decimal: str = "."
    plain: bool = False
    grouped: bool = False

    def note(self, column: str) -> Note | None:
        """What was decided without proof, in a sentence; None where nothing was."""
        if not self.grouped:
            return None
        mark = "," if self.decimal == "." else "."
        return Note(
            gettext_noop(
                "Column “%(column)s”: numbers such as “1%(mark)s234” were read as "
                "1234, the “%(mark)s” parting thousands. If it is the decimal mark, "
                "say so."
            ),
            column=column,
            mark=mark,
        )


def number_styles(
    frame: pl.LazyFrame, columns: Iterable[str], decimal: str | None = None
) -> dict[str, NumberStyle]:
    """Decide for each column how its numbers are written, in one pass over the table.

    A column without proof of its own follows the other columns; where no column
    proves anything, a mark before exactly three digits parts thousands.
    """
    schema = frame.collect_schema()
    styles = {name: NumberStyle(plain=True) for name in columns}
    texts = [name for name in styles if schema[name] == pl.String]
    if not texts:
        return styles
    found = _evidence(frame, texts)
    proved = {_proved(found[name], name) for name in texts} - {None}
    common = decimal or (proved.pop() if len(proved) == 1 else None)
    for name in texts:
        own = decimal or _proved(found[name], name) or common
        styles[name] = _style(found[name], name, own)
    return styles


def number(column: str, style: NumberStyle, *, text: bool = True) -> pl.Expr:
    """Expression for the number in a column; null where unknown or not a number.

    A percentage becomes a share: “12.5 %” is 0.125. `text` says whether the column
    is text; columns that are numbers already are only cast.
    """
    if not text:
        return pl.col(column).cast(pl.Float64).fill_nan(None)
    if style.plain:
        bare = pl.col(column).str.strip_chars()
        return bare.cast(pl.Float64, strict=False).fill_nan(None)
    bare = _normal(column)
    point, parts = (".", ",") if style.decimal == "." else (",", ".")
    allowed = (
        bare.str.contains(_marks(SIMPLE, point, parts))
        | bare.str.contains(_marks(GROUPED, point, parts))
        | bare.str.contains(_marks(LAKHS, point, parts))
        | bare.str.contains(_marks(EXPONENT, point, parts))
    )
    digits = (
        bare.str.replace_all(parts, "", literal=True)
        .str.replace(point, ".", literal=True)
        .str.strip_chars_end("%")
    )
    value = digits.cast(pl.Float64, strict=False)
    share = pl.when(bare.str.ends_with("%")).then(value / 100).otherwise(value)
    return pl.when(allowed).then(share)


def is_unknown(column: str, *, text: bool = True) -> pl.Expr:
    """Expression that is true where a cell is blank or marked as unknown."""
    if not text:
        return pl.col(column).is_null() | pl.col(column).cast(pl.Float64).is_nan()
    bare = pl.col(column).str.strip_chars().str.to_lowercase().fill_null("")
    return bare.is_in(list(UNKNOWN_MARKS))


def count_problems(
    numbered: pl.LazyFrame,
    columns: Iterable[str],
    styles: Mapping[str, NumberStyle],
    *,
    sheet: str | None = None,
    limit: int = 100,
) -> tuple[list[Problem], int]:
    """Cells that should be counts and are not: the first `limit`, and how many.

    `numbered` has the file's row numbers in its column `row`.
    """
    schema = numbered.collect_schema()
    names = list(columns)
    bad = {name: _is_bad(name, styles[name], schema[name]) for name in names}
    totals = numbered.select(
        bad[name].sum().alias(f"bad {place}") for place, name in enumerate(names)
    ).collect(engine="streaming")
    total = sum(totals.row(0))
    problems: list[Problem] = []
    for place, name in enumerate(names):
        if totals[f"bad {place}"].item() and len(problems) < limit:
            cells = numbered.filter(bad[name]).select("row", name)
            for row, value in cells.head(limit - len(problems)).collect().iter_rows():
                problems.append(count_problem(str(value), row, name, sheet))
    return sorted(problems, key=lambda each: each.row or 0), total


def count_problem(value: str, row: int, column: str, sheet: str | None) -> Problem:
    """The problem of a cell that should be a count."""
    if value.strip().lstrip("\u2212-").strip()[:1].isdigit() and value.strip()[:1] in (
        "-",
        "\u2212",
    ):
        code, template = "negative_count", _NEGATIVE
    else:
        code, template = "not_a_count", _NOT_A_COUNT
    return Problem(code, template, {"value": value}, sheet, row, column, value)


_NEGATIVE = gettext_noop(
    "“%(value)s” is negative, and a count cannot be. Put the right figure, or leave "
    "the cell blank if it is unknown."
)
_NOT_A_COUNT = gettext_noop(
    "“%(value)s” is not a count. Put a number of zero or more, or leave the cell "
    "blank if it is unknown: a blank is never read as zero."
)


def count(column: str, style: NumberStyle, dtype: pl.DataType) -> pl.Expr:
    """Expression for a count: null where unknown or where there is a problem."""
    value = number(column, style, text=dtype == pl.String)
    return pl.when(_is_count(column, value, dtype)).then(value)


def _is_bad(name: str, style: NumberStyle, dtype: pl.DataType) -> pl.Expr:
    is_text = dtype == pl.String
    value = number(name, style, text=is_text)
    bad = ~_is_count(name, value, dtype).fill_null(False)
    return (bad & ~is_unknown(name, text=is_text)).fill_null(False)


def _is_count(name: str, value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether the number in a column can count things: no percentage can."""
    fits = (value >= 0) & value.is_finite()
    if dtype == pl.String:
        fits = fits & ~pl.col(name).str.contains("[%\u066a]")
    return fits


def _normal(column: str) -> pl.Expr:
    changes = {**DIGITS, **SPACES, **SIGNS}
    return (
        pl.col(column)
        .str.replace_many(list(changes), list(changes.values()))
        .str.strip_chars()
    )


def _marks(pattern: str, point: str, parts: str) -> str:
    marks = {"N": "[0-9]", "P": rf"\{point}", "T": rf"\{parts}"}
    for letter, mark in marks.items():
        pattern = pattern.replace(letter, mark)
    return pattern


def _evidence(frame: pl.LazyFrame, columns: list[str]) -> dict[str, dict[str, int]]:
    """Count, for each column, the cells that prove one style or the other."""
    kinds: dict[str, dict[str, pl.Expr]] = {}
    for name in columns:
        bare = _normal(name)
        spaced = pl.col(name).str.contains("\\d[ \u00a0\u202f\u2009'’]\\d{3}")
        kinds[name] = {
            "odd": ~pl.col(name).str.contains(_marks(PLAIN, ".", ","))
            & ~is_unknown(name),
            "point": bare.str.contains(_marks(CERTAIN_DECIMAL, ".", ","))
            | bare.str.contains(_marks(CERTAIN_GROUPS, ".", ","))
            | bare.str.contains(_marks(LAKHS, ".", ","))
            | (spaced & bare.str.contains(r"^[+-]?[0-9]+\.[0-9]+%?$")),
            "comma": bare.str.contains(_marks(CERTAIN_DECIMAL, ",", "."))
            | bare.str.contains(_marks(CERTAIN_GROUPS, ",", "."))
            | bare.str.contains(_marks(LAKHS, ",", "."))
            | (spaced & bare.str.contains(r"^[+-]?[0-9]+,[0-9]+%?$")),
            "either_comma": bare.str.contains(_marks(EITHER, ".", ",")),
            "either_point": bare.str.contains(_marks(EITHER, ",", ".")),
        }
    row = (
        frame.select(
            rule.sum().alias(f"{place} {kind}")
            for place, name in enumerate(columns)
            for kind, rule in kinds[name].items()
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    return {
        name: {kind: row[f"{place} {kind}"] for kind in kinds[name]}
        for place, name in enumerate(columns)
    }


def _proved(found: dict[str, int], name: str) -> str | None:
    """The decimal mark that a column's own values prove; the commoner if both."""
    if not found["point"] and not found["comma"]:
        return None
    return "." if found["point"] >= found["comma"] else ","


def _style(found: dict[str, int], name: str, decimal: str | None) -> NumberStyle:
    point, comma = found["either_point"], found["either_comma"]
    if decimal is None and point and comma:
        raise FormatError(
            "mixed_number_marks",
            gettext_noop(
                "Column “%(column)s” has numbers such as “1.234” and such as “1,234”: "
                "one of the marks parts thousands and one decimals, and nothing says "
                "which. Name the decimal mark, or write the numbers without marks."
            ),
            column=name,
        )
    grouped = decimal is None and bool(point or comma)
    if decimal is None:
        decimal = "," if point else "."
    plain = not found["odd"] and not (decimal == "," and point)
    return NumberStyle(decimal, plain, grouped)
