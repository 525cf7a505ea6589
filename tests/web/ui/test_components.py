"""Components by themselves, and the style page that shows them all."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.cache import caches
from django.template.loader import get_template, render_to_string
from pytest_django import DjangoAssertNumQueries

from distretto.formats.charts import render
from distretto.web import ui
from distretto.web.ui import examples, pictures

TEMPLATES = sorted((Path(ui.__file__).parent / "templates/ui").rglob("*.html"))


class OneField(forms.Form):
    year = forms.IntegerField(label="Year", help_text="Four digits.", max_value=2100)


def component(name: str, **context: Any) -> str:
    return render_to_string(f"ui/components/{name}.html", context)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_first_line_says_what_the_template_is(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert re.match(r"\{# .+ #\}", first), first


def test_field_binds_label_help_and_error_to_its_input() -> None:
    text = component("field", field=OneField({"year": "9999"})["year"])
    assert '<label for="id_year"><bdi>Year</bdi></label>' in text
    assert 'aria-describedby="id_year_helptext id_year_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_year_helptext"' in text and 'id="id_year_error"' in text


def test_field_that_may_be_left_out_says_so() -> None:
    class Optional(forms.Form):
        note = forms.CharField(required=False)

    assert "(optional)" in component("field", field=Optional()["note"])


def test_form_errors_lead_to_their_fields() -> None:
    text = component("form_errors", form=OneField({}))
    assert '<a href="#id_year">Year</a>' in text and 'role="alert"' in text
    assert component("form_errors", form=OneField()).strip() == ""


def test_figure_says_unit_year_source_and_firms() -> None:
    text = component(
        "figure", value=12340, unit="persons", year=2018, source="Register", firms=212
    )
    for said in ("12,340", "persons", "Year: 2018.", "Source: Register.", "212 firms"):
        assert said in text
    assert 'tabindex="0"' in text


def test_figure_that_is_unknown_has_no_unit() -> None:
    text = component("figure", value=None, unit="persons")
    assert "unknown" in text and "persons" not in text and "tabindex" not in text


def test_run_asks_again_only_while_it_is_not_over() -> None:
    texts = {run["state"]: component("run", run=run) for run in examples._runs()}
    assert 'value="3" max="8"' in texts["running"]
    assert "value=" not in texts["waiting"]
    assert 'href="#">See the result' in texts["done"]
    assert "This has already been undone." in texts["failed"]
    assert "<progress" not in texts["done"] + texts["failed"]


def test_problems_are_told_place_by_place() -> None:
    text = component("problems", problems=examples.PROBLEMS, more=12)
    assert "“twelve” is not a count." in text
    assert "And 12 more places." in text
    assert component("problems", problems=()).strip() == ""


def test_picture_has_its_caption_and_the_table_behind_it() -> None:
    text = component("picture", picture=pictures.shown(examples.example_picture))
    assert "picture-wide" in text and "picture-narrow" in text
    assert "Source: Invented register, 2018." in text
    assert "12,340" in text and "unknown" in text
    assert " style=" not in text


def test_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    caches["pictures"].clear()
    drawn = []
    draw = render.svg
    monkeypatch.setattr(render, "svg", lambda chart: drawn.append(1) or draw(chart))
    chart = examples.example_picture(680)
    assert pictures.shown(chart).svg == pictures.shown(chart).svg
    assert len(drawn) == 1


def test_style_page_shows_every_component(client_of: Any, chen: Any) -> None:
    answer = client_of(chen).get("/ui/components/")
    used = {template.name for template in answer.templates}
    all_of_them = {
        f"ui/components/{path.name}"
        for path in TEMPLATES
        if path.parent.name == "components"
    }
    assert all_of_them <= used


def test_style_page_is_for_those_who_are_signed_in(client: Any) -> None:
    assert client.get("/ui/components/").status_code == 302


def test_pages_are_light_and_free_of_inline_style_and_script(
    client_of: Any, boris: Any
) -> None:
    for address in ("/p/lindara/", "/ui/components/"):
        text = client_of(boris).get(address).content.decode()
        assert len(text) < 100_000
        assert not re.search(r"<[^>]+ (style|on\w+)=", text)
        assert not re.search(r"<script(?![^>]* src=)[^>]*>", text)


def test_fragments_without_the_rail_cost_no_query_of_it(
    htmx_of: Any, boris: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = htmx_of(boris)
    # The session and the user; nothing of the rail.
    with django_assert_num_queries(2):
        assert client.post("/ui/components/refuse/").status_code == 409


def test_server_error_page_needs_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # No request, no context processor, and (outside a database test) no database.
    text = get_template("ui/errors/500.html").render({})
    assert "Something went wrong" in text and "{%" not in text
