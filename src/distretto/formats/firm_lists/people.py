"""Who works in a firm: counts, size bands, women, and the sex of the owner."""

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.firm_lists.cells import sex_of
from distretto.formats.firm_lists.findings import Findings, cells_where
from distretto.formats.firm_lists.model import Choices
from distretto.formats.layouts.sizes import (
    are_head_counts,
    ends_of,
    middle_of,
    note_of,
    values_of,
)
from distretto.formats.numbers import UNKNOWN_MARKS, count, count_problem, number_styles
from distretto.notes import Note

UNLIKELY = 1_000_000  # persons in one establishment


def people_of(
    texts: pl.DataFrame, findings: Findings, choices: Choices
) -> pl.DataFrame:
    """Persons employed, counted or by bands; unknown is null, never zero."""
    counted = _counts(texts, "employees", findings)
    women = _counts(texts, "women", findings)
    bands = _bands(texts, findings, choices)
    frame = pl.concat([texts.select("row"), bands], how="horizontal").with_columns(
        employees=counted, women=women
    )
    frame = _without_middles(frame, findings)
    _tell_women(frame, findings)
    if "size" in texts.columns:
        _tell_other_band(frame, findings)
    estimate = pl.coalesce("employees", "employees_estimate")
    return frame.with_columns(employees_estimate=estimate).drop("row")


def owner_sex_of(texts: pl.DataFrame, findings: Findings) -> pl.Series:
    """ "female", "male" or "both"."""
    if "owner_sex" not in texts.columns:
        return pl.Series([None] * texts.height, dtype=pl.String)
    written = texts["owner_sex"]
    found = {text: sex_of(text) for text in written.drop_nulls().unique()}
    wrong = [text for text, sex in found.items() if sex is None and _is_told(text)]
    cells = cells_where(texts, pl.col("owner_sex").is_in(wrong), "owner_sex")
    findings.tell("unknown_sex", _UNKNOWN_SEX, "owner_sex", cells)
    return written.replace_strict(found, default=None, return_dtype=pl.String)


def _is_told(text: str) -> bool:
    return text.strip().lower() not in UNKNOWN_MARKS


def _counts(texts: pl.DataFrame, role: str, findings: Findings) -> pl.Series:
    if role not in texts.columns:
        return pl.Series([None] * texts.height, dtype=pl.Float64)
    written = texts.lazy().select("row", role)
    style = number_styles(written, [role])[role]
    if note := style.note(findings.columns[role]):
        findings.notes.append(note)
    values: pl.Series = (
        written.select(count(role, style, pl.String())).collect().to_series()
    )
    read = texts.select("row", role).with_columns(value=values)
    marked = pl.col(role).str.to_lowercase().is_in(list(UNKNOWN_MARKS))
    strange = read.filter(
        pl.col(role).is_not_null() & ~marked & pl.col("value").is_null()
    )
    for row, text in strange.select("row", role).iter_rows():
        problem = count_problem(text, row, role, None)
        findings.add(problem.code, problem.template, role, row, text)
    return _likely(read, role, findings)


def _likely(read: pl.DataFrame, role: str, findings: Findings) -> pl.Series:
    """Without what no establishment has: parts of persons, and millions."""
    part = pl.col("value") != pl.col("value").round()
    many = pl.col("value") >= UNLIKELY
    findings.tell("part_of_a_person", _PART, role, cells_where(read, part, role))
    findings.tell("too_many_persons", _TOO_MANY, role, cells_where(read, many, role))
    return read.select(pl.when(~(part | many)).then(pl.col("value"))).to_series()


def _bands(texts: pl.DataFrame, findings: Findings, choices: Choices) -> pl.DataFrame:
    """Ends and middles of the size bands; single numbers of persons are both ends."""
    kinds = dict.fromkeys(
        ("employees_low", "employees_high", "employees_estimate"), pl.Float64
    )
    if "size" not in texts.columns:
        return pl.DataFrame({name: [None] * texts.height for name in kinds}, kinds)
    written = texts["size"]
    different = written.drop_nulls().unique(maintain_order=True).to_list()
    factor = choices.open_band_factor
    values, strange = values_of(different, {}, factor)
    cells = cells_where(texts, pl.col("size").is_in(strange), "size")
    findings.tell("not_a_band", _NOT_A_BAND, "size", cells)
    if different and not are_head_counts(different):
        findings.notes.append(note_of(values, factor))
    ends = {text: ends_of(text) for text, value in values.items() if value is not None}
    columns: tuple[dict[str, float | None], ...] = (
        {text: each[0] for text, each in ends.items() if each},
        {text: each[1] for text, each in ends.items() if each},
        {text: middle_of(text, factor) for text in ends},
    )
    return pl.DataFrame(
        {
            name: written.replace_strict(told, default=None, return_dtype=pl.Float64)
            for name, told in zip(kinds, columns, strict=True)
        }
    )


def _without_middles(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Figures that are one for each band are somebody's middles, and no counts."""
    keys = ["employees_low", "employees_high"]
    known = frame.filter(
        pl.all_horizontal(pl.col("employees_low", "employees").is_not_null())
    )
    pairs = known.select(*keys, "employees").unique()
    bands = pairs.select(keys).n_unique()
    is_middle = bands > 1 and pairs.height == bands and known.height > 3 * bands
    if not is_middle:
        return frame
    findings.notes.append(Note(_MIDDLES, column=findings.columns["employees"]))
    return frame.with_columns(employees=pl.lit(None, pl.Float64))


def _tell_women(frame: pl.DataFrame, findings: Findings) -> None:
    more = frame.filter(pl.col("women") > pl.col("employees"))
    for row, women, all_ in more.select("row", "women", "employees").iter_rows():
        findings.add(
            "more_women_than_people",
            _MORE_WOMEN,
            "women",
            row,
            f"{women:g}",
            "warning",
            employees=f"{all_:g}",
        )


def _tell_other_band(frame: pl.DataFrame, findings: Findings) -> None:
    number = pl.col("employees")
    outside = (number < pl.col("employees_low")) | (number > pl.col("employees_high"))
    cells = frame.filter(outside).select("row", number.cast(pl.Int64).cast(pl.String))
    findings.tell(
        "other_size_band", _OTHER_BAND, "employees", cells.iter_rows(), "warning"
    )


_UNKNOWN_SEX = gettext_noop(
    "“%(value)s” does not say whether the owner is a woman or a man. Write female, "
    "male or both, or leave the cell blank if it is unknown."
)
_PART = gettext_noop("“%(value)s” is no number of persons. Write a whole number.")
_TOO_MANY = gettext_noop(
    "“%(value)s” persons do not work in one firm: perhaps it is another figure. Put "
    "the right one, or leave the cell blank if it is unknown."
)
_NOT_A_BAND = gettext_noop(
    "“%(value)s” is no size band such as “10-49” or “500+”. Put the right one, or "
    "leave the cell blank if it is unknown."
)
_MIDDLES = gettext_noop(
    "“%(column)s” has one figure for each size band: they are somebody's estimates, "
    "and were not taken for counts."
)
_MORE_WOMEN = gettext_noop(
    "%(value)s women are more than all %(employees)s employees. Check both."
)
_OTHER_BAND = gettext_noop(
    "%(value)s employees are outside the size band of the row. Check both."
)
