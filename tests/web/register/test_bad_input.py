"""Bad files through the page: a clear sentence each, nothing lost or half-written.

Each file is made here, byte by byte, as people send them.
"""

import gzip
import io
import re
import zipfile
from html import unescape

import polars as pl
import pytest
import xlsxwriter

from distretto.web.register import arriving, queries
from distretto.web.register.models import Dataset

Status = Dataset.Status


def workbook_of_formulas() -> bytes:
    """A workbook whose formulas no program has calculated yet."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["region", "industry", "employment"])
    for row in range(1, 40):
        sheet.write_row(row, 0, [f"N{row}", "1410"])
        sheet.write_formula(row, 2, f"=ROW()*{row}", None, "")
    book.close()
    return content.getvalue()


def zip_bomb() -> bytes:
    """A zip of zeros: 400 MB in 400 kB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", b"0" * (400 * 1024**2))
    return content.getvalue()


# What is refused whole: the file, and words that the sentence must have.
REFUSED = {
    "empty": (b"", "table.csv", "is empty"),
    "heading only": (b"region,industry,employment\n", "table.csv", "no rows below"),
    "binary": (b"\x00\x01\x02\x03" * 100, "table.csv", "not a table"),
    "cut-off zip": (b"PK\x03\x04 and then nothing", "table.zip", "damaged"),
    "ragged": (b"a,b,c\n1,2,3\n1,2,3,4,5\n", "table.csv", "Row 3"),
    "formulas": (workbook_of_formulas, "table.xlsx", "formulas"),
    "zip bomb": (zip_bomb, "table.zip", "was not opened"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(
    case, client_of, amina, upload, kept_files
):
    content, name, words = REFUSED[case]
    content = content() if callable(content) else content
    response = upload(client_of(amina), "upload-dataset", content, name)
    assert response.status_code == 200
    page = unescape(response.content.decode())
    sentence = re.search(r'role="alert">(.*?)</p>', page, re.S)[1]
    assert words in sentence and name in sentence
    refused = Dataset.objects.get()
    assert refused.status == Status.REFUSED and not refused.file
    assert kept_files() == []


# What is understood with problems: the file, and what the problems must say.
PROBLEMS = {
    "duplicate keys": (
        b"region,industry,employment\nN1,1410,3\nN1,1410,4\nN2,1520,5\n",
        "rows 2, 3 all give industry",
    ),
    "negative": (
        b"region,industry,employment\nN1,1410,-3\nN2,1520,5\n",
        "-3",
    ),
    "text": (
        b"region,industry,employment\nN1,1410,many\nN2,1520,5\nN3,1520,6\n",
        "many",
    ),
    "unknown codes": (
        b"region,industry,employment\nN1,1410,3\nN1,1520,3\nN2,1071,5\nN2,9999,4\n",
        "9999",
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_what_is_wrong_in_a_table_is_told_by_row(case, client_of, amina, upload):
    content, words = PROBLEMS[case]
    if case == "unknown codes":
        content = content.replace(b"industry,", b"isic4,", 1)
    response = upload(client_of(amina), "upload-dataset", content, "table.csv")
    page = unescape(response.content.decode())
    assert "Problems by row" in page and words in page
    assert Dataset.objects.get().status == Status.UNDERSTOOD


# What is right, written otherwise: the file, and the employment of N1 in it.
WRITTEN_OTHERWISE = {
    "decimal commas": (
        b"region;industry;employment\nN1;1410;1.234,5\nN2;1520;3,25\n",
        1234.5,
    ),
    "Arabic-Indic digits": (
        "region,industry,employment\nN1,1410,١٢٣\nN2,1520,٤٥\n".encode(),
        123,
    ),
    "western encoding": (
        "region,industry,employment\nN1,Café à pâte,7\nN2,Crème brûlée,8\n".encode(
            "windows-1252"
        ),
        7,
    ),
}


@pytest.mark.parametrize("case", WRITTEN_OTHERWISE)
def test_figures_are_read_as_people_write_them(case, client_of, amina, upload):
    content, expected = WRITTEN_OTHERWISE[case]
    upload(client_of(amina), "upload-dataset", content, "table.csv")
    dataset = Dataset.objects.get()
    assert dataset.status == Status.UNDERSTOOD
    cells = queries.region_industry_table(dataset).cells.collect()
    found = cells.filter(pl.col("region") == "N1")["employment"].to_list()
    assert found == [expected]


def test_a_wrong_encoding_can_be_put_right(client_of, amina, upload):
    client = client_of(amina)
    content = "region,industry,employment\nمنطقة,1410,7\nأخرى,1520,8\n".encode(
        "windows-1256"
    )
    response = upload(client, "upload-dataset", content, "table.csv")
    assert "which is a guess" in response.content.decode()
    dataset = Dataset.objects.get()
    client.post(
        f"/p/lindara/register/datasets/{dataset.pk}/read/",
        {"encoding": "windows-1256"},
    )
    dataset.refresh_from_db()
    cells = queries.region_industry_table(dataset).cells.collect()
    assert set(cells["region"]) == {"منطقة", "أخرى"}


def test_a_file_above_the_limit_is_let_go_of(
    client_of, amina, upload, kept_files, settings, monkeypatch
):
    settings.UPLOAD_LIMIT_MB = 1
    written = []
    receive = arriving.ArrivingUpload.receive_data_chunk

    def watched(self, raw_data, start):
        receive(self, raw_data, start)
        self.file.flush()
        written.append(self.file.seek(0, 2))

    monkeypatch.setattr(arriving.ArrivingUpload, "receive_data_chunk", watched)
    content = b"region,industry,employment\n" + b"N1,1410,5\n" * 400_000
    response = upload(client_of(amina), "upload-dataset", content, "table.csv")
    assert response.status_code == 422
    assert "more than the 1 MB" in unescape(response.content.decode())
    assert max(written) <= 1024**2 and written[-1] == 0
    assert not Dataset.objects.exists() and kept_files() == []


BLOATED = b"region,industry,employment\n" + b"N1,1410,5\n" * 200_000  # 1.9 MiB


def zipped(name: str, content: bytes, **more: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in more.items():
            archive.writestr(other, text)
        archive.writestr(name, content)
    return held.getvalue()


BOMBS = {
    "table.csv.gz": gzip.compress(BLOATED),
    "table.zip": zipped("table.csv", BLOATED),
    "table.xlsx": zipped("[Content_Types].xml", BLOATED),
    "table.ods": zipped("content.xml", BLOATED, mimetype=b"spreadsheet"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unfolds_too_far_for_this_site_is_refused(
    name, client_of, amina, upload, kept_files, settings
):
    settings.UNPACK_LIMIT_MB = 1
    response = upload(client_of(amina), "upload-dataset", BOMBS[name], name)
    text = unescape(response.content.decode())
    assert "was not opened" in text and "more than 1 MiB" in text
    assert Dataset.objects.get().status == Status.REFUSED
    assert kept_files() == []


def test_a_packed_table_within_the_limit_is_read(client_of, amina, upload, settings):
    settings.UNPACK_LIMIT_MB = 2
    content = BOMBS["table.csv.gz"]
    upload(client_of(amina), "upload-dataset", content, "table.csv.gz")
    assert Dataset.objects.get().row_count == 200_000


def test_a_workbook_that_needs_too_much_memory_is_refused(
    client_of, amina, upload, settings
):
    settings.WORKBOOK_MEMORY_MB = 256
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["region", "industry", "employment"])
        sheet.write(999_999, 44, "stray")  # 45 million cells take 1 GB
    response = upload(client_of(amina), "upload-dataset", held.getvalue(), "table.xlsx")
    text = unescape(response.content.decode())
    assert "more memory to open than the 256 MiB" in text


def test_an_interrupted_upload_leaves_nothing(kept_files):
    handler = arriving.ArrivingUpload()
    handler.new_file("file", "table.csv", "text/csv", 10, None, None)
    handler.receive_data_chunk(b"region,ind", 0)
    assert len(kept_files()) == 1
    handler.upload_interrupted()
    assert kept_files() == []


def test_no_file_is_said_beside_the_field(client_of, amina, programme):
    response = client_of(amina).post("/p/lindara/register/datasets/upload/", {})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()


MAPS = {
    "no JSON": (b"region,shape\nN1,square\n", "is no map of regions"),
    "empty": (b"", "is empty"),
    "points only": (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "1",'
        b' "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        "is no map of regions",
    ),
    "not in degrees": (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "1",'
        b' "geometry": {"type": "Polygon", "coordinates": [[[500000, 4000000],'
        b" [600000, 4000000], [600000, 4100000], [500000, 4000000]]]}}]}",
        "is not in degrees",
    ),
    "without codes": (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature",'
        b' "properties": {}, "geometry": {"type": "Polygon", "coordinates":'
        b" [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}",
        "no code of their own",
    ),
}


@pytest.mark.parametrize("case", MAPS)
def test_what_is_no_map_is_refused_with_a_sentence(
    case, client_of, amina, upload, kept_files
):
    content, words = MAPS[case]
    response = upload(client_of(amina), "upload-places", content, "map.geojson")
    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert words in page and "map.geojson" in page
    assert kept_files() == []
