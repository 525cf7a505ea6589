"""Is it a cluster at all? Figures answer, people answer with evidence."""

from urllib.parse import urlencode

import pytest

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.selection.figures import Figure
from distretto.web.selection.models import IdentificationAnswer
from distretto.web.selection.queries import identification as queries
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import identification as rules


def answer(round_, candidate, place):
    candidate.refresh_from_db()
    _tests, answers = queries.answers_of(round_, [candidate])
    return answers[candidate.pk][place]


@pytest.mark.parametrize(
    ("firms", "expected"), [(20, "yes"), (19, "no"), (0, "no"), (None, "unknown")]
)
def test_a_figure_answers_its_test(round_, three, amina, firms, expected):
    """The least number of firms of the method is 20; unknown is not no."""
    knitwear = three["Knitwear"]
    if firms is not None:
        candidate_rules.add_figure(knitwear, "establishments", Figure(firms), by=amina)
    said = answer(round_, knitwear, 0)
    assert (said.answer, said.value) == (expected, firms)


@pytest.mark.parametrize(
    ("value", "sign", "expected", "label"),
    [
        # The test asks for a quotient of 1.25. At most 3 may be 1: nobody can say.
        (3.0, "≤", "unknown", "Cannot say"),
        (1.25, "≤", "unknown", "Cannot say"),
        # At most 1.2 is below 1.25 whatever the true figure is.
        (1.2, "≤", "no", "No"),
        # “About” may err either way, however far away it is.
        (3.0, "≈", "unknown", "Cannot say"),
        (0.1, "≈", "unknown", "Cannot say"),
        (1.3, "≥", "yes", "Yes"),
        (1.2, "≥", "unknown", "Cannot say"),
        (3.0, "", "yes", "Yes"),
    ],
)
def test_a_bound_answers_only_where_it_decides(
    round_, three, amina, client_of, value, sign, expected, label
):
    knitwear = three["Knitwear"]
    test = round_.tests.current().get(figure="lq")
    assert test.at_least == 1.25
    figure = Figure(value, sign=sign)
    candidate_rules.add_figure(knitwear, "lq", figure, by=amina)
    knitwear.refresh_from_db()
    said = queries.answered(test, knitwear, None)
    assert (said.answer, str(said.label), said.sign) == (expected, label, sign)
    assert bool(said.why) is (label == "Cannot say")
    page = client_of(amina).get(
        f"/p/lindara/selection/rounds/{round_.pk}/candidates/{knitwear.pk}/"
    )
    assert (str(said.why) in page.content.decode()) and label in page.content.decode()


def test_an_answer_by_hand_goes_before_the_figure(round_, three, amina):
    knitwear, test = three["Knitwear"], round_.tests.current().first()
    candidate_rules.add_figure(knitwear, "establishments", Figure(12), by=amina)
    with pytest.raises(RuleError) as refusal:
        rules.answer_test(test, knitwear, by=amina, answer="yes", evidence=" ")
    assert refusal.value.code == "evidence_missing"
    rules.answer_test(
        test, knitwear, by=amina, answer="yes", evidence="40 unregistered workshops."
    )
    said = answer(round_, knitwear, 0)
    assert said.answer == "yes" and said.by_hand and said.value == 12
    rules.take_answer_back(test, knitwear, by=amina)
    assert answer(round_, knitwear, 0).answer == "no"


def test_a_test_by_hand_is_open_until_somebody_answers(round_, three):
    assert answer(round_, three["Knitwear"], 4).answer == ""


def test_a_test_on_a_figure_needs_its_least_value(round_, boris):
    with pytest.raises(RuleError) as refusal:
        rules.add_test(round_, by=boris, question="Enough?", figure="lq", at_least=None)
    assert refusal.value.code == "test_incomplete"


def test_tests_are_added_changed_and_removed(round_, boris, client_of):
    client = client_of(boris)
    base = f"/p/lindara/selection/rounds/{round_.pk}/identification/tests/"
    asked = {"question": "Is there an association?", "figure": "", "at_least": ""}
    assert client.post(base, asked).status_code == 302
    test = round_.tests.current().last()
    assert test.question == "Is there an association?"
    client.post(f"{base}{test.pk}/", asked | {"question": "Is there a leader?"})
    test.refresh_from_db()
    assert test.question == "Is there a leader?"
    client.post(f"{base}{test.pk}/remove/")
    assert round_.tests.current().count() == 5


def test_a_figure_may_be_typed_with_a_decimal_comma(round_, three, amina, client_of):
    from django.utils import translation

    url = (
        f"/p/lindara/selection/rounds/{round_.pk}/candidates/"
        f"{three['Knitwear'].pk}/figures/"
    )
    data = {"key": "lq", "value": "2,5", "source": "Institut", "year": 2024}
    with translation.override("fr"):
        sent = client_of(amina, **{"Accept-Language": "fr"}).post(url, data)
    assert sent.status_code == 302
    round_.programme.my_role = amina.roles.get()
    assert answer(round_, three["Knitwear"], 1).value == 2.5


def test_removing_a_test_keeps_what_was_typed_of_a_new_one(round_, boris, client_of):
    client, test = client_of(boris), round_.tests.current().last()
    base = f"/p/lindara/selection/rounds/{round_.pk}/identification/tests/"
    typed = {"question": "Is there a leader?", "figure": "lq", "at_least": "2,5"}
    page = client.post(f"{base}{test.pk}/remove/", typed, follow=True)
    form = page.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert round_.tests.current().count() == 4


def test_a_changed_answer_is_not_withdrawn_with_its_words(
    round_, three, amina, client_of
):
    knitwear, test = three["Knitwear"], round_.tests.current().first()
    said = {"answer": "yes", "evidence": "40 workshops."}
    rules.answer_test(test, knitwear, by=amina, **said)
    url = (
        f"/p/lindara/selection/rounds/{round_.pk}/candidates/{knitwear.pk}/"
        f"tests/{test.pk}/"
    )
    changed = said | {"evidence": "60 workshops.", "withdraw": ""}
    refused = client_of(amina).post(url, changed)
    assert refused.status_code == 422 and "60 workshops." in refused.content.decode()
    assert answer(round_, knitwear, 0).by_hand
    assert client_of(amina).post(url, said | {"withdraw": ""}).status_code == 302
    assert not answer(round_, knitwear, 0).by_hand


def table_of(round_):
    return f"/p/lindara/selection/rounds/{round_.pk}/identification/"


def cell(candidate, test, answer="", evidence=""):
    key = f"{candidate.pk}-{test.pk}"
    return {f"answer-{key}": answer, f"evidence-{key}": evidence}


def test_all_open_answers_are_given_in_the_table_at_once(
    round_, three, amina, client_of
):
    """What a figure answers is not asked again; all else has two fields."""
    knitwear, footwear, handloom = three.values()
    candidate_rules.add_figure(knitwear, "establishments", Figure(312), by=amina)
    tests = list(round_.tests.current())
    by_hand = next(each for each in tests if not each.figure)
    client = client_of(amina)
    page = client.get(table_of(round_)).content.decode()
    assert f'name="answer-{knitwear.pk}-{tests[0].pk}"' not in page
    assert f'name="answer-{footwear.pk}-{tests[0].pk}"' in page
    # Three candidates, five tests, one of the fifteen answered by a figure.
    assert page.count(' name="answer-') == 3 * len(tests) - 1 == 14

    sent = {"candidate": [each.pk for each in three.values()]}
    sent |= cell(knitwear, by_hand, "yes", "Visit of 3 May.")
    sent |= cell(footwear, by_hand, "no", "The chamber knows of none.")
    sent |= cell(footwear, tests[0], "unknown")
    answered = client.post(table_of(round_) + "?q=wear", sent, follow=True)
    assert answered.redirect_chain == [(table_of(round_) + "?q=wear", 302)]
    assert "3 answers are saved." in answered.content.decode()
    place = tests.index(by_hand)
    assert answer(round_, knitwear, place).evidence == "Visit of 3 May."
    assert answer(round_, footwear, place).answer == "no"
    assert answer(round_, footwear, 0).by_hand
    assert answer(round_, handloom, place).is_open
    assert Deed.objects.filter(did="test.answered").count() == 3


def test_what_is_refused_in_the_table_stays_at_its_field_and_nothing_is_saved(
    round_, three, amina, client_of
):
    knitwear, footwear, handloom = three.values()
    test = round_.tests.current().filter(figure="").first()
    sent = {"candidate": [each.pk for each in three.values()]}
    sent |= cell(knitwear, test, "yes", "Visit of 3 May.")
    sent |= cell(footwear, test, "no")
    sent |= cell(handloom, test, evidence="Seven weavers share a dyer.")
    refused = client_of(amina).post(table_of(round_), sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    form = refused.context["form"]
    assert set(form.errors) == {
        f"evidence-{footwear.pk}-{test.pk}",
        f"answer-{handloom.pk}-{test.pk}",
    }
    # The summary leads to each of the two, the words are still there.
    for name in form.errors:
        assert f'<a href="#id_{name}">' in page
    assert "Visit of 3 May." in page and "Seven weavers share a dyer." in page
    assert not IdentificationAnswer.objects.exists()


def test_an_answer_that_a_colleague_gave_meanwhile_is_not_overwritten(
    round_, three, amina, boris, client_of
):
    knitwear = three["Knitwear"]
    test = round_.tests.current().filter(figure="").first()
    rules.answer_test(test, knitwear, by=boris, answer="no", evidence="I asked.")
    sent = {"candidate": knitwear.pk} | cell(knitwear, test, "yes", "I saw it.")
    refused = client_of(amina).post(table_of(round_), sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Answered meanwhile: No." in page and "I saw it." in page
    assert IdentificationAnswer.objects.get().answer == "no"


def test_nobody_answers_for_those_that_left(round_, three, amina, client_of):
    candidate_rules.leave(list(three.values()), by=amina, reason="Too small.")
    page = client_of(amina).get(table_of(round_)).content.decode()
    assert 'name="answer-' not in page
    test = round_.tests.current().filter(figure="").first()
    sent = {"candidate": ["nonsense", three["Knitwear"].pk]}
    sent |= cell(three["Knitwear"], test, "yes", "Visit.")
    client_of(amina).post(table_of(round_), sent)
    assert not IdentificationAnswer.objects.exists()


def test_no_choice_without_words_stands_chosen(round_, three, amina, client_of):
    test = round_.tests.current().filter(figure="").first()
    url = (
        f"/p/lindara/selection/rounds/{round_.pk}/candidates/"
        f"{three['Knitwear'].pk}/tests/{test.pk}/"
    )
    page = client_of(amina).get(url).content.decode()
    assert page.count('type="radio"') == 3 and "---" not in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("back", "lands"),
    [
        ("/p/lindara/selection/rounds/?q=x", "/p/lindara/selection/rounds/?q=x"),
        ("https://elsewhere.example/", None),
        ("", None),
    ],
)
def test_one_answer_leads_back_to_where_it_was_asked(
    round_, three, amina, client_of, back, lands
):
    test = round_.tests.current().first()
    candidate = (
        f"/p/lindara/selection/rounds/{round_.pk}/candidates/{three['Knitwear'].pk}/"
    )
    said = {"answer": "yes", "evidence": "A list."}
    url = f"{candidate}tests/{test.pk}/?{urlencode({'back': back})}"
    assert client_of(amina).post(url, said).url == (lands or candidate)
