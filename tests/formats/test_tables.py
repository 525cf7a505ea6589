"""Tables as people have them, and each bad file with its sentence."""

import gzip
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.errors import FormatError
from distretto.formats.archives import Limits
from distretto.formats.tables import read_table

MEBIBYTE = 1024**2


def file(folder: Path, content: str | bytes, name: str = "firms.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, rows, name="firms.xlsx", **sheets) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        for title, lines in {"Data": rows, **sheets}.items():
            sheet = book.add_worksheet(title)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return path


def refusal(path, **options) -> FormatError:
    with pytest.raises(FormatError) as refused:
        read_table(path, **options)
    assert path.name in str(refused.value)
    return refused.value


def rows(table) -> list[tuple]:
    return table.frame.collect().rows()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, mark):
    text = "region,industry,jobs\nKano,leather,30\nLagos,leather,10\n"
    table = read_table(file(tmp_path, text.replace(",", mark)))
    assert table.delimiter == mark
    assert rows(table) == [("Kano", "leather", "30"), ("Lagos", "leather", "10")]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path):
    table = read_table(file(tmp_path, "region;a;b\nX;1,5;2,5\nY;3,5;4,5\n"))
    assert table.columns == ("region", "a", "b")


def test_titles_above_and_notes_below_are_passed_over_and_told(tmp_path):
    text = "Table 3: firms\n\nregion,jobs\nKano,30\nLagos,10\nSource: census,\n"
    table = read_table(file(tmp_path, text))
    assert rows(table) == [("Kano", "30"), ("Lagos", "10")]
    assert table.first_row == 4  # as a text editor numbers the lines
    assert "2 lines above the column names" in str(table.notes[0])
    assert "“Source: census”" in str(table.notes[1])


def test_excel_says_its_delimiter_in_the_first_line(tmp_path):
    table = read_table(file(tmp_path, "sep=;\na;b\n1;2\n"))
    assert table.columns == ("a", "b") and rows(table) == [("1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_by_its_marks(tmp_path, encoding):
    text = "région,jobs\nCôte-d’Or,30\nالجزائر,10\n"
    table = read_table(file(tmp_path, text.encode(encoding)))
    assert rows(table) == [("Côte-d’Or", "30"), ("الجزائر", "10")]
    assert table.notes == ()


def test_another_encoding_is_guessed_and_told(tmp_path):
    text = "région;département;emplois\n" + "Côte-d'Or;Île-de-France;é\n" * 40
    table = read_table(file(tmp_path, text.encode("cp1252")))
    assert rows(table)[0] == ("Côte-d'Or", "Île-de-France", "é")
    assert table.encoding == "windows-1252"
    assert "which is a guess" in str(table.notes[0])


def test_the_encoding_can_be_told(tmp_path):
    path = file(tmp_path, "منطقة,jobs\nحلب,3\n".encode("cp1256"))
    table = read_table(path, encoding="windows-1256")
    assert table.columns[0] == "منطقة" and table.notes == ()


def test_a_wrong_encoding_that_was_told_is_refused(tmp_path):
    path = file(tmp_path, "région,jobs\nAin,3\n".encode("cp1252"))
    assert refusal(path, encoding="utf-16").code == "wrong_encoding"
    assert refusal(path, encoding="UTF-8").code == "wrong_encoding"


def test_utf8_that_was_told_may_have_its_mark(tmp_path):
    path = file(tmp_path, "région,jobs\nAin,3\n".encode("utf-8-sig"))
    assert read_table(path, encoding="utf-8").columns == ("région", "jobs")


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"", {}, "empty_file"),
        (bytes(range(256)) * 20, {}, "binary_file"),
        (
            "région,jobs\nAin,3\n".encode("cp1252"),
            {"encoding": "utf-8"},
            "wrong_encoding",
        ),
    ],
)
def test_what_is_wrong_inside_a_packed_file_names_the_file(
    tmp_path, content, options, code
):
    path = file(tmp_path, gzip.compress(content), "firms.csv.gz")
    assert refusal(path, **options).code == code


def test_an_encoding_that_is_none_is_refused(tmp_path):
    path = file(tmp_path, "a,b\n1,2\n")
    with pytest.raises(FormatError, match="no text encoding “klingon”"):
        read_table(path, encoding="klingon")


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "no bytes at all"),
        (b"region,jobs\n", "header_only", "no rows below them"),
        (b"\n\n  \n", "empty_table", "only blank lines"),
        (bytes(range(256)) * 20, "binary_file", "neither text"),
        (b"a,a,b\n1,2,3\n", "duplicate_columns", "“a” (columns 1, 2)"),
        (b"a,b\n1,2\n3,4,5\n", "ragged_rows", "Row 3 of “firms.csv” has 3 cells"),
        (
            b"District,Manufacturing,,\n,Textiles,Leather,Food\nKano,1,2,3\n",
            "ragged_rows",
            "If the headings go on in this row, join both rows into one",
        ),
        (b'a,b\n1,2\n"3,4\n5,6\n', "broken_text", "never closed"),
        (b"PAR1 and nothing else", "broken_parquet", "damaged or was cut off"),
        (b"PK\x03\x04 and nothing else", "broken_archive", "damaged"),
        (b"\x1f\x8b\x08 and nothing else", "broken_archive", "damaged gzip"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900,
            "broken_workbook",
            "damaged",
        ),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path, content, code, words):
    refused = refusal(file(tmp_path, content))
    assert refused.code == code and words in str(refused)


def test_a_missing_file_and_a_folder_are_sentences(tmp_path):
    with pytest.raises(FormatError, match="There is no file"):
        read_table(tmp_path / "nothing.csv")
    with pytest.raises(FormatError, match="is a folder"):
        read_table(tmp_path)


def test_the_suffix_is_only_a_hint(tmp_path):
    frame = pl.DataFrame({"region": ["Kano"], "jobs": [30]})
    path = tmp_path / "firms.csv"
    frame.write_parquet(path)
    assert read_table(path).kind == "parquet"


def test_gzip_and_a_zip_of_one_table_are_opened(tmp_path):
    text = "region,jobs\nKano,30\n"
    packed = file(tmp_path, gzip.compress(text.encode()), "firms.csv.gz")
    assert rows(read_table(packed)) == [("Kano", "30")]
    with zipfile.ZipFile(tmp_path / "firms.zip", "w") as archive:
        archive.writestr("2018.annual.csv", text)
        archive.writestr("readme.pdf", "x")
    assert rows(read_table(tmp_path / "firms.zip")) == [("Kano", "30")]


def test_a_zip_of_several_tables_asks_which(tmp_path):
    with zipfile.ZipFile(tmp_path / "firms.zip", "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    assert refusal(tmp_path / "firms.zip").code == "several_tables"


def test_a_zip_behind_a_password_is_a_sentence(tmp_path):
    path = tmp_path / "firms.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("firms.csv", "region,jobs\nKano,30\n")
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"PK\x01\x02") + 8] |= 1  # the flag, where entries are listed
    path.write_bytes(whole)
    refused = refusal(path)
    assert refused.code == "encrypted_archive" and "password" in str(refused)


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    path = file(tmp_path, gzip.compress(b"a,b\n" * (30 * MEBIBYTE)), "bomb.csv.gz")
    limits = Limits(ratio_from=MEBIBYTE, ratio=100)
    assert refusal(path, limits=limits).code == "archive_too_large"


def test_a_gzip_that_breaks_off_is_refused(tmp_path):
    whole = gzip.compress(b"region,jobs\n" + bytes(range(32, 127)) * 99)
    assert refusal(file(tmp_path, whole[:-20], "cut.gz")).code == "broken_archive"


def bomb(path: Path, declared: int | None = None) -> Path:
    """A workbook whose sheet is 100 MiB of blanks, saying it is `declared` bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (100 * MEBIBYTE))
    if declared is not None:
        told = (100 * MEBIBYTE).to_bytes(4, "little")
        content = path.read_bytes()
        assert content.count(told) == 2  # before the data, and in the directory
        path.write_bytes(content.replace(told, declared.to_bytes(4, "little")))
    return path


def test_a_zip_bomb_is_refused_by_the_size_it_declares(tmp_path):
    assert refusal(bomb(tmp_path / "bomb.xlsx")).code == "archive_too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    assert refusal(bomb(tmp_path / "bomb.xlsx", 1000)).code == "archive_too_large"


def test_the_limits_are_settings(tmp_path):
    path = workbook(tmp_path, [["region", "jobs"], ["Kano", 30]])
    limits = Limits(workbook_bytes=500)
    assert refusal(path, limits=limits).code == "archive_too_large"
    assert refusal(path, limits=Limits(file_bytes=10)).code == "file_too_large"


def test_a_workbook_is_read_with_its_types(tmp_path):
    path = workbook(
        tmp_path, [["district", "code", "jobs"], ["Kano", 7, 30.5], ["Ile", 8, None]]
    )
    table = read_table(path)
    assert rows(table) == [("Kano", 7.0, 30.5), ("Ile", 8.0, None)]


def test_whole_numbers_among_texts_keep_no_point(tmp_path):
    path = workbook(
        tmp_path, [["code", "b"], [3141, "x"], ["31-33", "y"], [1.234, "z"]]
    )
    codes = read_table(path).frame.collect()["code"].to_list()
    assert codes == ["3141", "31-33", "1.2340"]  # never "1.234", which could be 1234


def test_the_first_filled_sheet_is_read_and_others_are_told(tmp_path):
    lines = [["region", "jobs"], ["Kano", 30]]
    path = workbook(tmp_path, [], Firms=lines, Notes=[["x"]])
    table = read_table(path)
    assert table.sheet == "Firms" and "“Notes”" in str(table.notes[0])
    assert read_table(path, sheet="firms").sheet == "Firms"
    refused = refusal(path, sheet="Jobs")
    assert refused.code == "unknown_sheet" and "“Notes”" in str(refused)


def with_formulas(folder: Path, value, **options) -> Path:
    path = folder / "formulas.xlsx"
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["region", "jobs"])
        for row in range(1, 6):
            sheet.write(row, 0, f"R{row}")
            sheet.write_formula(row, 1, f"={row}*10", None, value)
    return path


def test_formulas_give_their_last_calculated_values(tmp_path):
    table = read_table(with_formulas(tmp_path, 30))
    assert table.frame.collect()["jobs"].to_list() == [30.0] * 5
    assert "5 cells of the sheet “Data” are formulas" in str(table.notes[0])


@pytest.mark.parametrize("value", ["", 0])
def test_formulas_that_were_never_calculated_are_named_not_read_as_zero(
    tmp_path, value
):
    refused = refusal(with_formulas(tmp_path, value))
    assert refused.code == "formulas_not_calculated"
    assert "5 formulas" in str(refused) and "B2, B3" in str(refused)


def test_a_sheet_with_a_stray_cell_far_away_is_refused_before_it_fills_memory(
    tmp_path,
):
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["region", "jobs"])
        sheet.write(1_048_575, 16_383, "stray")
    refused = refusal(path)
    assert refused.code == "sheet_too_large" and "1,048,576 rows" in str(refused)


def test_a_workbook_behind_a_password_is_a_sentence(tmp_path):
    stream = "EncryptedPackage".encode("utf-16-le")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    path = file(tmp_path, head + stream + b"\0" * 600, "secret.xlsx")
    refused = refusal(path)
    assert refused.code == "encrypted_workbook" and "password" in str(refused)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.text('abcé, ;"\t|ع0123.-', max_size=8)] * 3),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_written_as_csv_is_read_back(tmp_path_factory, lines):
    frame = pl.DataFrame(
        [("k", *line) for line in lines], schema=["key", "a", "b", "c"], orient="row"
    )
    held = io.BytesIO()
    frame.write_csv(held, quote_style="always")
    path = file(tmp_path_factory.mktemp("csv"), held.getvalue())
    table = read_table(path, delimiter=",")
    found = table.frame.collect()
    assert found.height <= frame.height  # notes may be cut from the foot
    assert found.fill_null("").equals(frame.head(found.height))
