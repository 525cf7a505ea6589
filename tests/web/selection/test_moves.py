"""Candidates that leave: nothing typed is lost, and each has its own reason."""

import re

import pytest

from distretto.errors import RuleError
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.queries import letters
from distretto.web.selection.queries import rounds as queries
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import rounds as rules


def base(round_):
    return f"/p/lindara/selection/rounds/{round_.pk}/"


def ticked(page):
    """The values of the boxes that are ticked."""
    boxes = re.findall(r'<input type="checkbox" name="candidates"[^>]*>', page)
    found = (re.search(r'value="([^"]+)"', box)[1] for box in boxes if "checked" in box)
    return sorted(found)


def test_a_refused_move_keeps_ticks_action_and_place(round_, three, amina, client_of):
    client = client_of(amina)
    chosen = sorted(str(three[name].pk) for name in ("Knitwear", "Handloom"))
    asked = {"action": "leave", "candidates": chosen, "reason": " "}
    answer = client.post(base(round_) + "candidates/move/?sort=-name", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ticked(page) == chosen
    assert '<option value="leave" selected>' in page
    assert 'href="#id_reason"' in page and "Say why." in page
    assert page.index("Knitwear") < page.index("Handloom")  # sorted as it was
    assert 'candidates/" aria-current="page"' in page
    assert not Candidate.objects.exclude(left_at="").exists()
    # The page itself sends the form again, with the same order.
    assert 'candidates/move/?sort=-name"' in page


def test_the_words_are_kept_when_nobody_is_ticked(round_, three, amina, client_of):
    asked = {"action": "leave", "reason": "Two firms own everything."}
    answer = client_of(amina).post(base(round_) + "candidates/move/", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one candidate first." in page
    assert "Two firms own everything.</textarea>" in page
    assert '<option value="leave" selected>' in page


def test_what_a_rule_refuses_is_kept_too(round_, three, amina, client_of):
    knitwear = three["Knitwear"]
    candidate_rules.shortlist([knitwear], by=amina)
    asked = {"action": "shortlist", "candidates": [knitwear.pk], "reason": ""}
    answer = client_of(amina).post(base(round_) + "candidates/move/", asked)
    assert answer.status_code == 422
    assert "is on the short list already" in answer.content.decode()
    assert ticked(answer.content.decode()) == [str(knitwear.pk)]


def test_a_move_that_is_done_returns_to_the_list_as_it_was(
    round_, three, amina, client_of
):
    asked = {"action": "shortlist", "candidates": [three["Knitwear"].pk]}
    answer = client_of(amina).post(base(round_) + "candidates/move/?sort=-name", asked)
    assert answer.status_code == 302
    assert answer["Location"] == base(round_) + "candidates/?sort=-name"


def test_links_of_a_refused_list_lead_to_the_list(round_, amina, client_of):
    answer = client_of(amina).get(base(round_) + "candidates/move/?page=2")
    assert answer["Location"] == base(round_) + "candidates/?page=2"


def test_on_the_page_of_one_candidate_the_words_are_kept(
    round_, three, amina, client_of
):
    knitwear = three["Knitwear"]
    candidate_rules.shortlist([knitwear], by=amina)
    asked = {
        "action": "shortlist",
        "candidates": [knitwear.pk],
        "back": knitwear.pk,
        "reason": "Seen on a visit.",
    }
    answer = client_of(amina).post(base(round_) + "candidates/move/", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is on the short list already" in page
    assert "Seen on a visit.</textarea>" in page


def test_each_leaves_the_long_list_with_its_own_reason(round_, three, boris, client_of):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    client, url = client_of(boris), base(round_) + "long-list/close/"
    page = client.get(url).content.decode()
    own = {name: f"reason-{three[name].pk}" for name in three}
    assert own["Footwear"] in page and own["Handloom"] in page
    assert own["Knitwear"] not in page  # it stays
    # One of two is said: the reason for all others is missing, and nothing is lost.
    said = {own["Footwear"]: "Two firms own everything."}
    refused = client.post(url, said)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Two firms own everything.</textarea>" in page
    assert 'href="#id_reason"' in page and "Say why." in page
    assert Round.objects.get(pk=round_.pk).stage == "long_list"
    assert client.post(url, said | {"reason": "Below it."}).status_code == 302
    left = Candidate.objects.exclude(left_at="").values_list("name", "left_because")
    assert dict(left) == {
        "Footwear": "Two firms own everything.",
        "Handloom": "Below it.",
    }


def test_with_a_reason_for_each_none_for_the_rest_is_needed(
    round_, three, boris, client_of
):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    said = {f"reason-{three[name].pk}": name for name in ("Footwear", "Handloom")}
    answer = client_of(boris).post(base(round_) + "long-list/close/", said)
    assert answer.status_code == 302
    for name in ("Footwear", "Handloom"):
        assert Candidate.objects.get(name=name).left_because == name


def test_a_reason_for_somebody_who_stays_changes_nothing(round_, three, boris):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    reasons = {each.pk: name for name, each in three.items()}
    rules.close_long_list(round_, by=boris, reasons=reasons)
    assert not Candidate.objects.get(name="Knitwear").has_left


def test_blank_reasons_are_none(round_, three, boris):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.close_long_list(
            round_,
            by=boris,
            reasons={three["Footwear"].pk: " ", three["Handloom"].pk: "One firm."},
        )
    assert refusal.value.code == "reason_missing"
    assert not Candidate.objects.exclude(left_at="").exists()


def test_a_letter_quotes_the_reason_of_its_own_candidate_alone(round_, three, boris):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    said = {"Footwear": "Two firms own everything.", "Handloom": "No buyers."}
    reasons = {three[name].pk: words for name, words in said.items()}
    rules.close_long_list(round_, by=boris, reasons=reasons)
    for name, other in (("Footwear", "Handloom"), ("Handloom", "Footwear")):
        text = letters.letter_of(Candidate.objects.get(name=name), "en").text
        assert said[name] in text and said[other] not in text


def test_many_that_leave_are_counted_beneath_the_first(
    round_, three, boris, client_of, monkeypatch
):
    monkeypatch.setattr(queries, "REASONS_SHOWN", 1)
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    client, url = client_of(boris), base(round_) + "long-list/close/"
    page = client.get(url).content.decode()
    assert f"reason-{three['Footwear'].pk}" in page
    assert f"reason-{three['Handloom'].pk}" not in page
    assert "1 more candidate leaves" in page
    said = {f"reason-{three['Footwear'].pk}": "One firm.", "reason": ""}
    assert client.post(url, said).status_code == 422
    assert client.post(url, said | {"reason": "Too small."}).status_code == 302
    assert Candidate.objects.get(name="Handloom").left_because == "Too small."
