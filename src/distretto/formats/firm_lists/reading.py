"""A list of firms read row by row: what was understood, and every problem in it.

Nothing is left out in silence: each row of the file is a row of the result, but those
that look like totals, which are told; cells with an error are null and told, and
columns that no role took are named.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.firm_lists.cells import (
    email_of,
    is_span_of_years,
    phone_of,
    website_of,
    year_of,
    yes_or_no,
)
from distretto.formats.firm_lists.columns import columns_of
from distretto.formats.firm_lists.findings import Findings, cells_where
from distretto.formats.firm_lists.industries import industries_of
from distretto.formats.firm_lists.model import COLUMNS, Choices, FirmList
from distretto.formats.firm_lists.odd_rows import tell_foot, without_totals
from distretto.formats.firm_lists.people import owner_sex_of, people_of
from distretto.formats.firm_lists.places import (
    coordinates_of,
    countries_of,
    places_of,
)
from distretto.formats.firm_lists.roles import ROLES
from distretto.formats.layouts.columns import listed
from distretto.formats.layouts.long import key
from distretto.formats.numbers import UNKNOWN_MARKS
from distretto.formats.tables import Table, read_table
from distretto.notes import Note, quoted

AS_WRITTEN = (
    *("name", "legal_name", "address", "place", "industry_title", "products", "size"),
    *("tax_number", "contact", "source_id"),
)
LAST_YEAR = 2100  # where nobody says when the survey was


def read_firms(
    path: str | Path,
    choices: Choices | None = None,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
) -> FirmList:
    """Read a list of firms from a file of any of the kinds of tables.

    Parameters
    ----------
    path : path of the file (CSV, TSV, Excel, OpenDocument, Parquet; packed or not)
    choices : what a person says beside the file
    sheet : name of the sheet of a workbook; default the first that is filled
    encoding : of a text file; default by its bytes

    Raises
    ------
    FormatError
        The file cannot be read, a column that was named is not there, or nothing in it
        tells a firm.
    """
    table = read_table(path, sheet=sheet, encoding=encoding)
    return understand_firms(table, choices or Choices())


def understand_firms(table: Table, choices: Choices) -> FirmList:
    """Understand a table as a list of firms; as `read_firms`."""
    columns = columns_of(table, choices.columns)
    _check_telling(table, columns)
    findings = Findings(table.sheet, columns)
    findings.notes += [*table.notes, _columns_note(columns)]
    texts = without_totals(_texts(table, columns), findings)
    tell_foot(table, findings)
    frame = _frame(texts, findings, choices)
    industries = industries_of(texts, findings, choices)
    frame = frame.with_columns(
        industry=industries.codes,
        industry_score=industries.scores,
        industry_alternatives=industries.alternatives,
    )
    used = set(columns.values())
    unused = tuple(name for name in table.columns if name not in used)
    if unused:
        findings.notes.append(Note(UNUSED, columns=quoted(unused)))
    return FirmList(
        frame=frame.select(
            "row", *(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
        ),
        columns=columns,
        unused=unused,
        classification=industries.classification,
        problems=findings.in_order(),
        counts=dict(findings.counts),
        notes=tuple(findings.notes),
        file=table.path.name,
        sheet=table.sheet,
    )


def _texts(table: Table, columns: dict[str, str]) -> pl.DataFrame:
    """The cells of each role as text, with the file's row numbers; blank is null."""
    cells = [key(name, table).alias(role) for role, name in columns.items()]
    return table.numbered("row").select("row", *cells).collect(engine="streaming")


def _frame(texts: pl.DataFrame, findings: Findings, choices: Choices) -> pl.DataFrame:
    """All columns but those of the industry's code."""
    marks = list(UNKNOWN_MARKS)
    columns: dict[str, Any] = {"row": texts["row"]}
    for role in AS_WRITTEN:
        columns[role] = _column(texts, role)
    written = pl.DataFrame(columns)
    told = pl.col(AS_WRITTEN).str.to_lowercase().is_in(marks)
    written = written.with_columns(pl.when(~told).then(pl.col(AS_WRITTEN)).name.keep())
    _tell_nameless(written, findings)
    latest = choices.survey_year or LAST_YEAR
    _tell_spans(texts, latest, findings)
    rules: dict[str, tuple[Callable[[str], Any], pl.DataType, str]] = {
        "phone": (phone_of, pl.String(), _NOT_A_PHONE),
        "email": (email_of, pl.String(), _NOT_AN_EMAIL),
        "website": (website_of, pl.String(), _NOT_A_WEBSITE),
        "exporter": (yes_or_no, pl.Boolean(), _NOT_YES_OR_NO),
        "year_founded": (lambda text: year_of(text, latest), pl.Int64(), _NOT_A_YEAR),
    }
    return pl.concat(
        [
            written,
            coordinates_of(texts, findings, choices),
            people_of(texts, findings, choices),
        ],
        how="horizontal",
    ).with_columns(
        owner_sex=owner_sex_of(texts, findings),
        country=countries_of(texts, findings, choices),
        place_code=places_of(texts, findings, choices),
        **{
            role: _read(texts, role, read, kind, template, findings)
            for role, (read, kind, template) in rules.items()
        },
    )


def _column(texts: pl.DataFrame, role: str) -> pl.Series:
    if role in texts.columns:
        return texts[role]
    return pl.Series(role, [None] * texts.height, dtype=pl.String)


def _read(
    texts: pl.DataFrame,
    role: str,
    read: Callable[[str], Any],
    kind: pl.DataType,
    template: str,
    findings: Findings,
) -> pl.Series:
    """A column by a rule for single cells; what does not follow it is told."""
    written = _column(texts, role)
    found = {text: read(text) for text in written.drop_nulls().unique()}
    marks = [text for text in found if text.strip().lower() in UNKNOWN_MARKS]
    found |= dict.fromkeys(marks if role != "exporter" else ())
    strange = [
        text for text, value in found.items() if value is None and text not in marks
    ]
    cells = cells_where(texts, pl.col(role).is_in(strange), role) if strange else ()
    findings.tell(_CODES[role], template, role, cells)
    return written.replace_strict(found, default=None, return_dtype=kind)


def _tell_nameless(frame: pl.DataFrame, findings: Findings) -> None:
    """Rows without a name; of a list that has none at all, one note."""
    if "name" not in findings.columns and "legal_name" not in findings.columns:
        findings.notes.append(Note(_NO_NAMES))
        return
    role = "name" if "name" in findings.columns else "legal_name"
    nameless = frame.filter(pl.all_horizontal(pl.col("name", "legal_name").is_null()))
    cells = ((row, None) for row in nameless["row"])
    findings.tell("no_name", _NO_NAME, role, cells, "warning")


def _tell_spans(texts: pl.DataFrame, latest: int, findings: Findings) -> None:
    """Years of foundation that are two: the first was taken."""
    written = _column(texts, "year_founded").drop_nulls().unique()
    spans = [text for text in written if is_span_of_years(text, latest)]
    if spans:
        cells = cells_where(texts, pl.col("year_founded").is_in(spans), "year_founded")
        findings.tell("span_of_years", _SPAN, "year_founded", cells, "warning")


def _check_telling(table: Table, columns: dict[str, str]) -> None:
    """Something must tell a firm from another: a name, a place, a number."""
    telling = {"name", "legal_name", "tax_number", "latitude", "coordinates", "address"}
    if telling & columns.keys():
        return
    raise FormatError(
        "no_firms",
        gettext_noop(
            "Nothing in “%(file)s” tells a firm: no column was understood as a name, "
            "an address, a place on the globe or a tax number. Its columns are: "
            "%(columns)s. Say which column is the name."
        ),
        file=table.path.name,
        columns=listed(table.columns),
    )


def _columns_note(columns: dict[str, str]) -> Note:
    told = tuple(
        Note(_AS, role=Note(ROLES[role]), column=columns[role])
        for role in ROLES
        if role in columns
    )
    return Note(gettext_noop("Columns used: %(columns)s."), columns=told)


_AS = gettext_noop("%(role)s “%(column)s”")
UNUSED = gettext_noop(
    "Columns that were not understood, and not used: %(columns)s. Say what they are if "
    "they are needed."
)
_NO_NAMES = gettext_noop("The list has no column of names.")
_NO_NAME = gettext_noop(
    "The row has no name. Add it, or delete the row if it is no firm; the row is kept."
)
_CODES = {
    "phone": "not_a_phone",
    "email": "not_an_email",
    "website": "not_a_website",
    "exporter": "not_yes_or_no",
    "year_founded": "not_a_year_of_foundation",
}
_NOT_A_PHONE = gettext_noop(
    "“%(value)s” is no telephone number: one has 5 to 15 digits. Part several by a "
    "semicolon, or leave the cell blank if it is unknown."
)
_NOT_AN_EMAIL = gettext_noop(
    "“%(value)s” is no e-mail address. Write it as name@example.org, or leave the cell "
    "blank if it is unknown."
)
_NOT_A_WEBSITE = gettext_noop(
    "“%(value)s” is no address on the web. Write it as www.example.org, or leave the "
    "cell blank if it is unknown."
)
_NOT_YES_OR_NO = gettext_noop(
    "“%(value)s” is neither yes nor no. Write one of them, or leave the cell blank if "
    "it is unknown."
)
_NOT_A_YEAR = gettext_noop(
    "“%(value)s” is no year in which a firm can have been founded. Write four digits, "
    "or leave the cell blank if it is unknown."
)
_SPAN = gettext_noop(
    "“%(value)s” are two years: the first was taken for the year of foundation. Write "
    "the right one alone."
)
