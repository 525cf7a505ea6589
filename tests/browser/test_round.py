"""A whole selection round in a real browser, on a phone, standing in a workshop."""

from typing import Any

import pytest
from tests.browser import checks

from distretto.web.accounts.models import Role
from distretto.web.history.rules import deed
from distretto.web.selection.figures import Figure
from distretto.web.selection.models import Round
from distretto.web.selection.rules import candidates as candidate_rules

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "theme": "light", "language": "en"}
CRITERIA = (("Firms and jobs", "60"), ("Trend of the market", "40"))


@pytest.fixture
def assessors(person_as: Any) -> list[Any]:
    return [
        person_as(Role.Kind.ANALYST, "Dalia"),
        person_as(Role.Kind.MEMBER, "Farah"),
    ]


def look(page: Any) -> None:
    """The page fits the phone and can be used by everybody."""
    checks.no_horizontal_scroll(page)
    checks.assert_accessible(page)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def follow(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def nominate(page: Any, base: str, name: str) -> None:
    page.goto(f"{base}candidates/nominate/")
    page.get_by_label("name").fill(name)
    press(page, "Nominate")


def score(page: Any, base: str, marks: dict[str, tuple[str, str]]) -> None:
    """Tap one big button for each criterion; every tap is saved at once."""
    page.goto(f"{base}sheet/")
    for _candidate in marks:
        follow(page, "Go on scoring")
        page.get_by_text("What is known of it").click()
        look(page)
        name = page.get_by_role("heading", level=1).inner_text()
        for box, mark in zip(
            page.locator(".sheet-criterion").all(), marks[name], strict=True
        ):
            box.get_by_label(mark, exact=True).check()
            box.get_by_text("Saved at").wait_for()
        page.goto(f"{base}sheet/")
    press(page, "Hand in")


def test_a_round_from_nomination_to_announcement_on_a_phone(
    signed_in_page: Any, boris: Any, amina: Any, assessors: list[Any], programme: Any
) -> None:
    manager = signed_in_page(boris, PHONE)
    manager.goto(f"/p/{programme.slug}/selection/")
    look(manager)
    follow(manager, "Start the first round")
    manager.get_by_role("textbox", name="Name").fill("First round")
    manager.get_by_label("clusters to choose").fill("1")
    press(manager, "Start the round")
    round_ = Round.objects.get()
    base = f"/p/{programme.slug}/selection/rounds/{round_.pk}/"
    look(manager)

    # Amina nominates three and moves two of them along, one leaves with a reason.
    agent = signed_in_page(amina, PHONE)
    for name in ("Knitwear", "Footwear", "Cement"):
        nominate(agent, base, name)
    look(agent)
    agent.get_by_label("Reason").last.fill("One firm is not a cluster.")
    press(agent, "Let it leave, with the reason")
    agent.goto(f"{base}candidates/")
    look(agent)
    for name in ("Knitwear", "Footwear"):
        agent.get_by_label(f"Choose {name}").check()
    press(agent, "Do it")
    agent.goto(f"{base}identification/")
    look(agent)
    for candidate in round_.candidates.exclude(name="Cement"):
        for key in ("establishments", "employment"):
            told = Figure(
                value=1610, unit="persons", year=2024, source=f"Book {key}, " * 5
            )
            candidate_rules.add_figure(candidate, key, told, by=amina)

    # Boris closes the long list, agrees two criteria, fixes their weights.
    manager.goto(f"{base}long-list/close/")
    press(manager, "Close the long list")
    look(manager)
    with deed("criterion.removed", by=boris, programme=programme):
        for each in round_.criteria.current():
            each.retire()
            each.save()
    for name, _weight in CRITERIA:
        manager.goto(f"{base}criteria/add/")
        manager.get_by_label("heading").select_option("importance")
        manager.get_by_label("criterion").fill(name)
        press(manager, "Save")
    for name, weight in CRITERIA:
        manager.get_by_label(f"Weight of “{name}”, %").fill(weight)
    assert manager.locator("[data-weight-total]").inner_text() == "100"  # live
    press(manager, "Save as a proposal")
    manager.get_by_label("Who agreed them").fill("The committee")
    manager.get_by_label("Minutes").fill("Agreed without a vote.")
    press(manager, "Save and fix the weights")
    look(manager)

    # Two assessors score on their phones; Boris sees how far they are, not what.
    manager.goto(f"{base}scoring/")
    for user in assessors:
        manager.get_by_label("Person").select_option(
            value=str(programme.roles.get(user=user).pk)
        )
        press(manager, "Invite")
    marks = {"Footwear": ("2", "cannot say"), "Knitwear": ("5", "4")}
    for user in assessors:
        score(signed_in_page(user, PHONE), base, marks)
    manager.goto(f"{base}scoring/")
    look(manager)
    press(manager, "Close the scoring")
    manager.goto(f"{base}ranking/")
    look(manager)
    # By hand: 25 x (0.6 x 5 + 0.4 x 4 - 1) = 90
    assert "90.0" in manager.locator("main").inner_text()

    # The decision, and what became of it.
    manager.goto(f"{base}decision/")
    manager.get_by_label("date of the meeting").fill("2026-05-04")
    manager.get_by_label("who validated").fill("Ministry, chamber")
    manager.get_by_label("minutes").fill("Seen and discussed.")
    manager.get_by_label("Decision on “Knitwear”").select_option("yes")
    manager.get_by_label("Reasons for “Knitwear”").fill("First by every method.")
    manager.get_by_label("Reason for all others that are not chosen").fill("Later.")
    look(manager)
    press(manager, "Write the decision down")
    press(manager, "Save and validate")
    look(manager)
    press(manager, "Make it a cluster of the register")
    press(manager, "Announce")
    manager.goto(base)
    look(manager)
    text = manager.locator("main").inner_text()
    assert "One firm is not a cluster." in text and "Later." in text
    round_.refresh_from_db()
    assert round_.is_announced


@pytest.mark.parametrize("variant", checks.VARIANTS, ids=checks.variant_name)
def test_an_empty_round_looks_right_everywhere(
    signed_in_page: Any, boris: Any, programme: Any, variant: dict[str, Any]
) -> None:
    from distretto.web.selection.rules.rounds import start_round

    round_ = start_round(programme, by=boris, name="First round")
    page = signed_in_page(boris, variant)
    base = f"/p/{programme.slug}/selection/rounds/{round_.pk}/"
    for tail in ("", "candidates/", "criteria/", "scoring/", "ranking/", "decision/"):
        page.goto(base + tail)
        look(page)
