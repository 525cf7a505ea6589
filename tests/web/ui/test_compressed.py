"""What is text is sent compressed, where the reader can take it."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from distretto.web.ui.compressed import CompressedTexts

GZIP = {"headers": {"accept-encoding": "gzip, br"}}
TEXT = "Knitwear of Lindara. " * 500


def sent(kind: str, **asked) -> HttpResponse:
    answer = HttpResponse(TEXT, content_type=kind)
    return CompressedTexts(lambda _request: answer)(RequestFactory().get("/", **asked))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "image/svg+xml"])
def test_texts_are_compressed(kind):
    answer = sent(kind, **GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(TEXT) / 5
    assert gzip.decompress(answer.content).decode() == TEXT


def test_who_cannot_take_it_gets_it_as_it_is():
    assert sent("text/html").content.decode() == TEXT


def test_what_is_compressed_already_is_sent_as_it_is():
    answer = sent("application/pdf", **GZIP)
    assert "Content-Encoding" not in answer


def test_pages_of_the_site_are_compressed(client, db):
    answer = client.get("/account/login/", **GZIP)
    page = gzip.decompress(answer.content)
    assert b"</html>" in page
    assert len(answer.content) < len(page) / 2
