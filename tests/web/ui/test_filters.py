"""Filters and tags of every page."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from distretto.errors import RuleError
from distretto.notes import Note
from distretto.web.ui.templatetags import ui

UNKNOWN = '<span class="unknown">unknown</span>'


def test_a_note_is_said_with_the_digits_of_the_page(in_french: Any) -> None:
    forms = ("%(count)s firm, %(mean)s jobs", "%(count)s firms, %(mean)s jobs")
    in_french(forms[0], "%(count)s firme", many="%(count)s firmes, %(mean)s emplois")
    note = Note(forms, count=12345, mean=29.5)
    assert ui.explain(note) == ui.explain(note.kept()) == "12,345 firms, 29.5 jobs"
    with translation.override("fr"):
        said = ui.explain(note.kept()).replace("\u00a0", "\u202f")
        assert said == "12\u202f345 firmes, 29,5 emplois"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (0.0, "0"),
        (61.0, "61"),
        (1234567, "1,234,567"),
        (-1234, "−1,234"),
        (592.98, "593"),
        (14.26, "14.3"),
        (3.046, "3.05"),
        (-0.001, "0.00"),
        (Decimal("1234.5"), "1,234"),
        (None, UNKNOWN),
        (float("nan"), UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_figure(number: Any, shown: str) -> None:
    assert ui.figure(number) == shown


def test_figure_with_digits() -> None:
    assert ui.figure(2, 1) == "2.0"
    assert ui.figure(1234.5678, 2) == "1,234.57"


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "12\N{NARROW NO-BREAK SPACE}340"), ("ar", "12.340")]
)
def test_figure_in_other_languages(language: str, shown: str) -> None:
    with translation.override(language):
        assert (
            ui.figure(12340).replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
            == shown
        )


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.1834, "18.3 %"),
        (0, "0.0 %"),
        (-0.05, "−5.0 %"),
        (1, "100.0 %"),
        (None, UNKNOWN),
    ],
)
def test_percent(share: Any, shown: str) -> None:
    assert ui.percent(share).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_minus_stays_before_its_number_from_right_to_left() -> None:
    with translation.override("ar"):
        assert ui.figure(-1234.5, 1) == "\N{LEFT-TO-RIGHT MARK}\N{MINUS SIGN}1.234,5"
        assert ui.percent(0.1834) == "18,3%"


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_lose_nothing(number: int) -> None:
    shown = ui.figure(number).replace(",", "").replace("\N{MINUS SIGN}", "-")
    assert int(shown) == number


def test_explain_translates_and_fills_the_gaps() -> None:
    error = RuleError(
        "taken",
        "“%(what)s” has been changed again since. Undo the later change first.",
        what="Orsa",
    )
    assert ui.explain(error).startswith("“Orsa” has been changed")


def test_explain_reads_an_error_that_was_kept() -> None:
    kept = {"code": "x", "template": "Row %(row)s is empty.", "params": {"row": "7"}}
    assert ui.explain(kept) == "Row 7 is empty."


def render(text: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/somewhere/{query}")
    return Template(text).render(Context({"request": request, **context})).strip()


def test_query_string_keeps_the_rest() -> None:
    text = "{% here_with page=3 %}"
    assert render(text, "?text=wool&page=2") == "?text=wool&amp;page=3"
    assert render("{% here_with page=None %}", "?text=wool&page=2") == "?text=wool"
    # Whole numbers go into addresses as they are, not as people read them.
    assert render("{% here_with page=1234 %}") == "?page=1234"


def test_sorting_turns_round() -> None:
    text = "{% sort_link 'lq' current %}"
    assert render(text, "?page=4", current="name") == "?sort=lq"
    assert render(text, current="lq") == "?sort=-lq"
    assert ui.sorted_by("-lq", "lq") == 'aria-sort="descending"'
    assert ui.sorted_by("name", "lq") == ""


def test_pages_near() -> None:
    page = Paginator(range(1000), 10).page(50)
    assert list(ui.pages_near(page)) == [1, None, 48, 49, 50, 51, 52, None, 100]


def test_title_is_the_heading_where_no_other_is_given() -> None:
    page = (
        "{% extends 'ui/base.html' %}{% block title %}Orsa & sons{{ x }}{% endblock %}"
    )
    text = render(page, x="<b>", rail={})
    assert "<title>Orsa & sons&lt;b&gt; · Distretto</title>" in text
    assert "<h1>Orsa & sons&lt;b&gt;</h1>" in text
    assert 'class="lead"' not in text


def test_markup_of_the_actions_block_is_kept() -> None:
    page = (
        "{% extends 'ui/base.html' %}{% block actions %}<a class='button'>x</a>"
        "{% endblock %}"
    )
    assert "<div class=\"actions\"><a class='button'>x</a></div>" in render(
        page, rail={}
    )
