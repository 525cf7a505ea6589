"""An interview on a phone whose connection drops, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Response, Wave
from distretto.web.diagnosis.queries.questionnaires import asked_in
from distretto.web.diagnosis.rules import interviews, questionnaires, surveys
from distretto.web.register.models import Cluster, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "theme": "light", "language": "en"}


@pytest.fixture
def draft(programme: Programme, amina: User) -> Response:
    """An interview of one firm that has just begun."""
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    firm = Organisation.objects.create(programme=programme, name="Arka Knits")
    form = questionnaires.use_built_in(programme, by=amina)
    survey = surveys.add_survey(wave, form, ["B", "D"], by=amina)
    return interviews.begin_interview(
        survey, asked_in(survey), organisation=firm, by=amina
    )


def step(draft: Response, block: str) -> str:
    return reverse("diagnosis:interview-step", args=["lindara", draft.pk, block])


def test_only_what_applies_is_asked(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    assert not page.locator("[name=place]").is_visible()
    page.check("input[name=consent][value=yes]")
    assert page.locator("[name=place]").is_visible()
    no_horizontal_scroll(page)
    assert_accessible(page)


def test_no_entry_is_lost_while_the_connection_drops(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.fill("[name=place]", "Old Market")
    page.context.set_offline(True)
    page.click("button[value=next]")
    page.wait_for_function("document.querySelector('.draft-note').textContent")
    # The page is gone, as when the phone was switched off.
    page.context.set_offline(False)
    page.goto(step(draft, "A"))
    page.wait_for_function("document.querySelector('.draft-note').textContent")
    assert page.input_value("[name=place]") == "Old Market"
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"
    assert not page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('interview')).length"
    )
