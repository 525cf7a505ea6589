"""Datasets on their pages: from the file to its use, and what each role sees."""

import csv
import io
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.web.accounts.models import Role
from distretto.web.register.models import Dataset
from distretto.web.register.queries import region_industry_table
from distretto.web.register.rules import datasets as rules
from distretto.web.register.views import datasets as views

FACTS = {"name": "Employment", "source": "By hand", "licence": "own", "year": 2024}


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def test_an_empty_programme_says_what_to_do(client_of, amina, programme):
    page = text(client_of(amina).get(address("datasets")))
    assert "Everything begins with a table" in page
    assert address("upload-dataset") in page


def test_from_file_to_use_without_javascript(client_of, amina, upload, long_table):
    client = client_of(amina)
    page = text(upload(client, "upload-dataset", long_table, "jobs.csv"))
    assert "Nothing of it is used yet" in page and "Take it into use" in page
    # What to check stands above what takes it into use.
    assert page.index("How it was understood") < page.index("Take it into use")
    assert page.index("The first rows of the file") < page.index("Take it into use")
    dataset = Dataset.objects.get()
    response = client.post(address("accept-dataset", dataset.pk), FACTS)
    assert response.status_code == 302
    page = text(client.get(address("dataset", dataset.pk)))
    for words in ("In use", "By hand", dataset.sha256, "jobs.csv", "Read it in"):
        assert (words in page) == (words != "Read it in"), words


LAND = (
    b"region,industry,employment\n"
    b"Land,1410,60\nN1,1410,30\nN2,1410,20\nN3,1410,\n"
    b"Land,1520,20\nN1,1520,12\nN2,1520,\nN3,1520,\n"
    b"Land,1071,9\nN1,1071,\nN2,1071,4\nN3,1071,\n"
)


def test_a_probable_total_is_asked_about_on_the_page(client_of, amina, upload):
    client = client_of(amina)
    page = text(upload(client, "upload-dataset", LAND, "jobs.csv"))
    assert "Answer this first" in page and "Take it into use" not in page
    assert "“Land” is probably the total of all regions" in page
    dataset = Dataset.objects.get()
    client.post(address("answer-dataset", dataset.pk), {"total_region": "none"})
    page = text(client.get(address("dataset", dataset.pk)))
    assert "Answer this first" not in page and "Take it into use" in page
    dataset.refresh_from_db()
    assert dataset.findings["regions"] == 4


def test_totals_and_groups_are_told_in_the_form(client_of, amina, upload):
    client = client_of(amina)
    upload(client, "upload-dataset", LAND, "jobs.csv")
    dataset = Dataset.objects.get()
    read = address("read-dataset", dataset.pk)
    page = text(client.post(read, {"total_region": "Lnad"}, follow=True))
    assert "no region “Lnad” that could be the total" in page
    client.post(read, {"total_region": "Land", "leave_out": "N3, 1071"})
    dataset.refresh_from_db()
    found = dataset.findings
    assert (found["regions"], found["industries"]) == (2, 2)
    # What was told stands in the form, to be changed.
    page = text(client.get(address("dataset", dataset.pk)))
    assert 'value="Land"' in page and 'value="N3, 1071"' in page


MERGED = (
    b"region,industry,employment\nN1,1410,30\n,1520,20\n,1071,9\n"
    b"N2,1410,10\n,1520,7\n,1071,5\n"
)


def test_merged_cells_are_filled_from_above_in_the_form(client_of, amina, upload):
    """Four of six rows have no region; from above, each region has three."""
    client = client_of(amina)
    page = text(upload(client, "upload-dataset", MERGED, "jobs.csv"))
    assert "say that a blank is filled from above (fill down)" in page
    assert "A blank is filled from above (fill down)" in page
    dataset = Dataset.objects.get()
    assert dataset.findings["error_count"] == 4
    client.post(address("read-dataset", dataset.pk), {"fill_down": "on"})
    dataset.refresh_from_db()
    assert dataset.findings["error_count"] == 0
    table = region_industry_table(dataset).cells.select("region", "employment")
    sums = table.group_by("region").sum().sort("region").collect()
    assert sums.rows() == [("N1", 59), ("N2", 22)]  # 30 + 20 + 9, 10 + 7 + 5


def test_zeros_are_read_as_hidden_figures_in_the_form(client_of, amina, upload):
    """Three firms and 0 persons: hidden, where the field says so."""
    client = client_of(amina)
    content = (
        b"region,industry,establishments,employment\nN1,1410,3,0\nN1,1520,4,20\n"
        b"N2,1410,5,30\nN2,1520,2,9\n"
    )
    upload(client, "upload-dataset", content, "jobs.csv")
    dataset = Dataset.objects.get()
    assert "zero is unknown" in text(client.get(address("dataset", dataset.pk)))
    client.post(address("read-dataset", dataset.pk), {"zero_is_unknown": "on"})
    dataset.refresh_from_db()
    cells = region_industry_table(dataset).cells.collect().sort("region", "industry")
    assert cells["employment"].to_list() == [None, 20, 30, 9]


def test_open_bands_and_unknown_sizes_are_told_in_the_form(client_of, amina, upload):
    """100+ counts as 100 times 2; of two plants one size is unknown: half is
    known, which is enough here, and the 200 persons of the known one are counted."""
    client = client_of(amina)
    content = b"region,industry,size\nN1,1410,100+\nN1,1410,\nN2,1520,10-19\n"
    upload(client, "upload-dataset", content, "firms.csv")
    dataset = Dataset.objects.get()
    told = {"open_band_factor": "2", "minimum_known_share": "0.5"}
    client.post(address("read-dataset", dataset.pk), told)
    dataset.refresh_from_db()
    cells = region_industry_table(dataset).cells.collect().sort("region")
    assert cells["employment"].to_list()[0] == 200
    page = text(client.get(address("dataset", dataset.pk)))
    assert 'value="2' in page and "Ownership" not in page


def test_notes_are_said_in_the_language_of_the_reader(
    client_of, amina, dataset, in_french
):
    in_french(
        "Employment: %(count)s cell of %(cells)s unknown; unknown is not zero.",
        "Emploi : %(count)s cellule sur %(cells)s est inconnue.",
        many="Emploi : %(count)s cellules sur %(cells)s sont inconnues.",
    )
    told = "Employment: 1 cell of 6 unknown; unknown is not zero."
    assert told in text(client_of(amina).get(address("dataset", dataset.pk)))
    amina.language = "fr"
    amina.save()
    page = text(client_of(amina).get(address("dataset", dataset.pk)))
    assert "Emploi : 1 cellule sur 6 est inconnue." in page and told not in page


def test_notes_kept_as_sentences_are_shown_as_they_are(client_of, amina, dataset):
    dataset.findings["notes"] = ["100 % of an <old> note."]
    dataset.save()
    page = client_of(amina).get(address("dataset", dataset.pk)).content.decode()
    assert "<li>100 % of an &lt;old&gt; note.</li>" in page


def test_source_licence_and_year_are_asked(client_of, amina, dataset):
    response = client_of(amina).post(
        address("accept-dataset", dataset.pk), {"name": "Employment"}
    )
    assert response.status_code == 422
    for field in ("source", "licence", "year"):
        assert f'href="#id_{field}"' in text(response)
    dataset.refresh_from_db()
    assert dataset.status == Dataset.Status.UNDERSTOOD


def test_problems_must_be_ticked_off(client_of, amina, programme, arrived):
    content = b"region,industry,employment\nN1,1410,many\nN2,1520,5\nN3,1520,6\n"
    dataset = rules.upload_dataset(arrived(content), programme=programme, by=amina)
    client, url = client_of(amina), address("accept-dataset", dataset.pk)
    refused = client.post(url, FACTS)
    assert refused.status_code == 409
    assert "1 cells or rows cannot be used" in text(refused)
    assert 'value="By hand"' in text(refused)  # what was typed is still there
    assert client.post(url, {**FACTS, "accept_problems": "on"}).status_code == 302


def test_columns_are_changed_by_a_form(client_of, amina, dataset):
    client, url = client_of(amina), address("read-dataset", dataset.pk)
    told = {"column_region": "region", "column_industry": "industry"}
    told |= {"column_employment": "establishments"}
    assert client.post(url, told).status_code == 302
    dataset.refresh_from_db()
    assert dataset.findings["columns"]["employment"] == "establishments"


def test_a_column_is_one_thing_only(client_of, amina, dataset):
    told = {"column_region": "region", "column_industry": "region"}
    response = client_of(amina).post(address("read-dataset", dataset.pk), told)
    assert response.status_code == 422
    assert "“region” is named for “Region” already." in text(response)


def test_a_table_that_is_not_clear_asks_for_its_columns(client_of, amina, upload):
    content = b"alpha,beta,gamma\nN1,shoes,3\nN2,bags,4\n"
    page = text(upload(client_of(amina), "upload-dataset", content, "jobs.csv"))
    assert "It is not clear which column" in page
    assert "Take it into use" not in page
    assert '<option value="alpha">' in page


def test_a_dataset_in_use_is_not_read_again(client_of, amina, accepted):
    response = client_of(amina).post(address("read-dataset", accepted.pk), {})
    assert response.status_code == 409
    assert "cannot be read in another way" in text(response)


def test_a_large_file_shows_how_far_it_is(
    client_of, amina, upload, long_table, monkeypatch
):
    monkeypatch.setattr(rules, "BACKGROUND_FROM_BYTES", 1)
    page = text(upload(client_of(amina), "upload-dataset", long_table, "jobs.csv"))
    assert "<progress" in page and "Stop this work" in page
    assert "Take it into use" not in page


def test_problems_download_as_csv(client_of, amina, programme, arrived):
    content = b'region,industry,employment\nN1,1410,"=HYPERLINK(1)"\nN2,1520,5\n'
    content += b"N3,1520,6\nN4,1520,6\n"
    dataset = rules.upload_dataset(arrived(content), programme=programme, by=amina)
    response = client_of(amina).get(address("dataset-problems-csv", dataset.pk))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Sheet", "Row", "Column", "Found"]
    # Harmless in a spreadsheet: an apostrophe keeps it from being a formula.
    assert rows[1][1:4] == ["2", "employment", "'=HYPERLINK(1)"]


def test_problems_are_paged(client_of, amina, programme, arrived, monkeypatch):
    monkeypatch.setattr(views, "PROBLEMS_ON_A_PAGE", 50)
    lines = b"".join(b"N%d,1410,many\n" % row for row in range(90))
    lines += b"".join(b"K%d,1520,5\n" % row for row in range(200))
    dataset = rules.upload_dataset(
        arrived(b"region,industry,employment\n" + lines), programme=programme, by=amina
    )
    client, url = client_of(amina), address("dataset-problems", dataset.pk)
    assert text(client.get(url)).count("<tr>") == 1 + 50
    assert "Next" in text(client.get(url))


def test_the_original_comes_back_byte_for_byte(client_of, amina, accepted, long_table):
    response = client_of(amina).get(address("dataset-file", accepted.pk))
    assert b"".join(response.streaming_content) == long_table
    assert 'filename="table.csv"' in response["Content-Disposition"]


READERS = [Role.Kind.MEMBER, Role.Kind.OBSERVER, Role.Kind.EVALUATOR]


@pytest.mark.parametrize("kind", READERS)
def test_readers_see_facts_and_never_rows(kind, client_of, person_as, accepted):
    client = client_of(person_as(kind))
    page = text(client.get(address("dataset", accepted.pk)))
    assert accepted.sha256 in page and "By hand" in page
    assert "single firms" in page
    assert "The first rows of the file" not in page and ">N1<" not in page
    for hidden in ("dataset-file", "dataset-problems", "dataset-problems-csv"):
        assert client.get(address(hidden, accepted.pk)).status_code == 403


def test_the_staff_sees_the_first_rows(client_of, amina, accepted):
    page = text(client_of(amina).get(address("dataset", accepted.pk)))
    assert "The first rows of the file" in page and "1410" in page


def test_an_upload_without_the_right_is_not_even_read(
    client_of, person_as, programme, upload, long_table, kept_files
):
    observer = client_of(person_as(Role.Kind.OBSERVER))
    response = upload(observer, "upload-dataset", long_table, "jobs.csv")
    assert response.status_code == 403 and kept_files() == []


def test_an_upload_without_its_token_is_refused(
    amina, programme, long_table, kept_files
):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(amina, "allauth.account.auth_backends.AuthenticationBackend")
    file = SimpleUploadedFile("jobs.csv", long_table)
    response = client.post(address("upload-dataset"), {"file": file})
    assert response.status_code == 403
    assert not Dataset.objects.exists() and kept_files() == []


def test_facts_can_be_corrected(client_of, amina, accepted):
    client, url = client_of(amina), address("edit-dataset", accepted.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {**FACTS, "source": ""}).status_code == 422
    assert client.post(url, {**FACTS, "source": "Office"}).status_code == 302
    accepted.refresh_from_db()
    assert accepted.source == "Office"


def test_retired_it_is_gone_from_the_list(client_of, amina, accepted):
    client = client_of(amina)
    client.post(address("retire-dataset", accepted.pk), {"reason": "Old."})
    assert client.get(address("dataset", accepted.pk)).status_code == 404


def _many(programme, first, last):
    for number in range(first, last):
        Dataset.objects.create(
            programme=programme,
            name=f"Table {number}",
            file_name="t.csv",
            sha256=f"{number:064}",
            size_bytes=1,
        )


def test_the_list_costs_the_same_however_long(
    client_of, amina, programme, django_assert_num_queries
):
    client = client_of(amina)
    _many(programme, 0, 1)
    with CaptureQueriesContext(connection) as one:
        client.get(address("datasets"))
    before = len(one)
    _many(programme, 1, 60)
    with django_assert_num_queries(before):
        response = client.get(address("datasets"))
    assert len(response.content) < 100_000
