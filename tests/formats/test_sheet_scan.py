"""Workbooks made to break their reader, and workbooks that other programs write."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from distretto.errors import FormatError
from distretto.formats.archives import MEBIBYTE, Limits
from distretto.formats.tables import read_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BOOK = (
    f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'>"
    "<sheets><sheet name='A &amp; B' sheetId='1' r:id='x1'/></sheets></workbook>"
)


def links(kind: str, target: str) -> str:
    link = f"<Relationship Id='x1' Type='{OFFICE}/{kind}' Target='{target}'/>"
    return f"<Relationships xmlns='{PACKAGE}/relationships'>{link}</Relationships>"


def excel(folder: Path, rows: str, *, before: str = "", after: str = "") -> Path:
    """An Excel workbook whose XML stands in single quotation marks throughout."""
    path = folder / "firms.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types xmlns='{PACKAGE}/types'/>")
        archive.writestr("_rels/.rels", links("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        sheets = links("worksheet", "worksheets/one.xml")
        archive.writestr("xl/_rels/workbook.xml.rels", sheets)
        sheet = f"<sheetData>{rows}</sheetData>{after}"
        whole = f"{before}<worksheet xmlns='{MAIN}'>{sheet}</worksheet>"
        archive.writestr("xl/worksheets/one.xml", whole)
    return path


def open_document(folder: Path, rows: str) -> Path:
    path = folder / "firms.ods"
    content = (
        '<o:document-content xmlns:o="office" xmlns:office="office" '
        'xmlns:table="table" xmlns:text="text"><o:body><o:spreadsheet>'
        f'<table:table table:name="A">{rows}</table:table>'
        "</o:spreadsheet></o:body></o:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="manifest"/>')
        archive.writestr("content.xml", content)
    return path


def text(place: str, words: str) -> str:
    return f"<c r='{place}' t='inlineStr'><is><t>{words}</t></is></c>"


HEADING = f"<row r='1'>{text('A1', 'region')}{text('B1', 'jobs')}</row>"
KANO = f"<row r='2'>{text('A2', 'Kano')}<c r='B2'><v>30</v></c></row>"
FAR = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
PREFIXED = (
    f"<x:row xmlns:x='{MAIN}' r='1048576'>"
    "<x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>"
)
NO_PLACE = (
    "<row r='3'><c r='XFD3'><v>1</v></c></row><row r='1048576'><c><v>1</v></c></row>"
)
LOWER = FAR.replace("XFD", "xfd")


def refusal(path: Path, limits: Limits | None = None) -> FormatError:
    with pytest.raises(FormatError) as refused:
        read_table(path, limits=limits or Limits())
    return refused.value


def test_single_quotation_marks_are_as_good_as_double_ones(tmp_path):
    table = read_table(excel(tmp_path, HEADING + KANO))
    assert table.frame.collect().rows() == [("Kano", 30.0)]
    assert table.sheet == "A & B"


@pytest.mark.parametrize("far", [FAR, PREFIXED, NO_PLACE, LOWER])
def test_a_far_cell_is_found_however_it_is_written(tmp_path, far):
    refused = refusal(excel(tmp_path, HEADING + KANO + far))
    assert refused.code == "sheet_too_large"
    assert "1,048,576 rows and 16,384 columns" in str(refused)


def test_whoever_gets_past_the_scan_ends_his_own_process_only(tmp_path):
    """16,384 columns x 1,048,576 rows would take some 400 GB."""
    path = excel(tmp_path, HEADING + KANO + FAR)
    limits = Limits(workbook_cells=10**12, workbook_memory=512 * MEBIBYTE)
    refused = refusal(path, limits)
    assert refused.code == "workbook_needs_memory" and "512 MiB" in str(refused)


def test_a_cell_at_no_place_breaks_the_workbook(tmp_path):
    row = "<row r='2'><c r='AAAAAAAAAAAAAAAA99999999999999'><v>1</v></c></row>"
    assert refusal(excel(tmp_path, HEADING + row)).code == "broken_workbook"


def test_entities_are_refused(tmp_path):
    dtd = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
    path = excel(tmp_path, HEADING + KANO, before=dtd)
    assert refusal(path).code == "broken_workbook"


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
@pytest.mark.parametrize("place", ["r='B2'", ""])
def test_a_formula_without_a_value_is_named(tmp_path, value, place):
    row = f"<row r='2'>{text('A2', 'Kano')}<c {place}><f>1+1</f>{value}</c></row>"
    refused = refusal(excel(tmp_path, HEADING + row))
    assert refused.code == "formulas_not_calculated"
    assert "1 formulas" in str(refused) and "(B2 ...)" in str(refused)


def test_formulas_beside_the_cells_are_no_cells(tmp_path):
    rule = "<extLst><ext><rule xmlns:xm='m'><xm:f>A1=1</xm:f></rule></ext></extLst>"
    table = read_table(excel(tmp_path, HEADING + KANO, after=rule))
    assert not table.notes


CELL = (
    '<table:table-cell {more} office:value-type="string">'
    "<text:p>{words}</text:p></table:table-cell>"
)
BLANKS = '<table:table-cell table:number-columns-repeated="16384"/>'


def row(*words: str, more: str = "", cell: str = "") -> str:
    cells = "".join(CELL.format(words=each, more=cell) for each in words)
    return f"<table:table-row {more}>{cells}{BLANKS}</table:table-row>"


def test_blank_cells_that_fill_a_sheet_are_nothing(tmp_path):
    """LibreOffice ends every row, and every sheet, with blank cells to the edge."""
    below = row(more='table:number-rows-repeated="1048574"')
    path = open_document(tmp_path, row("region", "jobs") + row("Kano", "30") + below)
    assert read_table(path).frame.collect().rows() == [("Kano", "30")]


def test_repeated_cells_are_counted_in_full(tmp_path):
    many = row(
        "1",
        more='table:number-rows-repeated="1048576"',
        cell='table:number-columns-repeated="16384"',
    )
    refused = refusal(open_document(tmp_path, many))
    assert refused.code == "sheet_too_large"
    assert "1,048,576 rows and 16,384 columns" in str(refused)


def test_a_far_cell_below_blank_rows_is_found(tmp_path):
    blank = row(more='table:number-rows-repeated="60000000"')
    path = open_document(tmp_path, row("region") + blank + row("Kano"))
    refused = refusal(path)
    assert refused.code == "sheet_too_large" and "60,000,002 rows" in str(refused)


def test_a_repetition_that_is_no_number_breaks_the_workbook(tmp_path):
    endless = row("a", more='table:number-rows-repeated="-1"')
    assert refusal(open_document(tmp_path, endless)).code == "broken_workbook"


def test_the_script_starts_whatever_the_folder(tmp_path):
    """Modules beside it are named as some of Python's own; they must not be found."""
    path = excel(tmp_path, HEADING + KANO)
    code = f"from distretto.formats.tables import read_table; read_table({str(path)!r})"
    folder = Path(read_table.__code__.co_filename).parent
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=folder, env=os.environ
    )
    assert done.returncode == 0
