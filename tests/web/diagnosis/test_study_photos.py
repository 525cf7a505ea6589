"""Photos put down as evidence stand in the annex of the study, unless confidential."""

import io
from contextlib import closing

import pytest

from distretto.formats.documents import blocks
from distretto.web.diagnosis import study_files
from distretto.web.diagnosis.rules import evidence
from distretto.web.register.arriving import arrive
from distretto.web.ui.pictures import page_language

image = pytest.importorskip("PIL.Image", reason="Pillow is not here: no photo is made")


@pytest.fixture
def put_down(study, amina):
    def putting(title, content=b"", **facts):
        if not content:
            out = io.BytesIO()
            image.new("RGB", (900, 600), (30, 90, 60)).save(out, "JPEG")
            content = out.getvalue()
        told = {"kind": "photo", "title": title, "source": "Visit"} | facts
        with closing(arrive(content, "loom.jpg")) as file:
            return evidence.add_evidence(study, told, by=amina, file=file)

    return putting


def photos_of(study):
    told = study_files.whole(study, page_language())
    return [each for each in told if isinstance(each, blocks.Photo)]


def test_a_photo_is_printed_in_the_annex(study, put_down):
    put_down("An old loom", quotation="A loom of wood by the window")
    (photo,) = photos_of(study)
    assert (photo.width, photo.height) == (600, 400)
    assert photo.caption == "An old loom. Visit"
    assert photo.description == "A loom of wood by the window"


def test_what_is_confidential_or_no_photo_is_not_printed(study, put_down):
    put_down("Children at work", is_confidential=True)
    put_down("A scanned letter", kind="document")
    assert photos_of(study) == []


def test_a_file_that_cannot_be_printed_is_told(study, put_down):
    put_down("A loom from a phone", b"ftypheic and so on")
    told = study_files.whole(study, page_language())
    (said,) = [
        each.text
        for each in told
        if isinstance(each, blocks.Text) and "is not printed" in each.text
    ]
    assert "“A loom from a phone”" in said and "JPEG or PNG" in said


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_study_is_written_with_its_photos(study, put_down, ending, begins):
    put_down("An old loom")
    language = page_language()
    told = study_files.whole(study, language)
    content = study_files.document(study, study.title, told, language, ending)
    assert content.startswith(begins)
