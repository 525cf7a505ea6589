"""Whom respondents of a survey name: looked at first, then taken over as one deed."""

from datetime import UTC, datetime

import pytest
from tests.web.diagnosis.linkage_cases import (
    address,
    enter,
    found,
    named_cluster,
    sent,
    text,
    wave_of,
)

from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.plain import to_plain
from distretto.web.diagnosis import linkage_answers
from distretto.web.diagnosis.models import (
    Form,
    Linkage,
    LinkageActor,
    Response,
    Survey,
)
from distretto.web.register.models import Organisation


@pytest.fixture
def cluster(programme, files_aside):
    return named_cluster(programme)


@pytest.fixture
def wave(cluster):
    return wave_of(cluster, "Now", "", actors="")


@pytest.fixture
def survey(programme, wave):
    content = to_plain(bottleneck_questionnaire())
    form = Form.objects.create(
        programme=programme, name="Bottlenecks", code="b", version="1", content=content
    )
    return Survey.objects.create(wave=wave, form=form)


def answered(survey, firm, key, *named):
    return Response.objects.create(
        survey=survey,
        organisation=Organisation.objects.get(name=firm),
        key=key,
        is_complete=True,
        submitted_at=datetime(2026, 3, int(key), tzinfo=UTC),
        answers={"consent": "yes", "linked_count": len(named)},
        repeats={
            "linkages": [
                {
                    "linked_name": name,
                    "linked_kind": kinds,
                    "linked_strength": strength,
                    "linked_partner": partner,
                }
                for name, kinds, strength, partner in named
            ]
        },
    )


def field_of(client, wave, name: str) -> str:
    """What the page calls the field of a name."""
    form = client.get(address("linkages-from-answers", wave.pk)).context["form"]
    return next(each.name for each in form.name_fields if each.label == name)


def test_whom_respondents_name_is_taken_over(client_of, amina, wave, survey):
    answered(
        survey,
        "Bravo Yarn",
        "1",
        ("cafe laine", "trade lending", "strong", "firm"),
        ("Savings Bank", "", "conflict", "bank"),
    )
    answered(survey, "Delta Dye", "2")
    client = client_of(amina)
    for _again in range(2):
        take_over(client, wave, rest="as-said")
    assert found() == {
        ("Bravo Yarn", "Café Laine", "purchase", 3, None),
        ("Bravo Yarn", "Café Laine", "lending", 3, None),
        ("Bravo Yarn", "Savings Bank", "other", -1, None),
    }
    told = dict(
        LinkageActor.objects.current().values_list("organisation__name", "surveyed")
    )
    assert told == {
        "Bravo Yarn": True,
        "Delta Dye": True,
        "Café Laine": None,
        "Savings Bank": None,
    }


def test_second_interviews_and_those_left_out_count_not(wave, survey):
    first = answered(survey, "Bravo Yarn", "1", ("Delta Dye", "training", "weak", ""))
    again = answered(survey, "Bravo Yarn", "2", ("Café Laine", "training", "weak", ""))
    again.repeats_interview = first
    again.save()
    bad = answered(survey, "Delta Dye", "3", ("Café Laine", "training", "weak", ""))
    bad.left_out_because = "Made up"
    bad.save()
    answered_ = linkage_answers.answered_linkages(wave)
    assert len(answered_.ties) == 1


def test_without_answers_nothing_happens(client_of, amina, wave):
    url = address("linkages-from-answers", wave.pk)
    page = text(client_of(amina).get(url, follow=True))
    assert "No answer of this wave's survey names a partner." in page
    assert not LinkageActor.objects.exists()


TRADE = ("trade", "weak", "firm")


def take_over(client, wave, **chosen):
    """The page after its form was sent as it stands, but for what is chosen."""
    answer = sent(client, address("linkages-from-answers", wave.pk), **chosen)
    return text(answer if answer.status_code != 302 else client.get(answer.url))


def partners():
    return {(source, target) for source, target, *_rest in found()}


def test_drafts_and_refusals_count_not(wave, survey):
    draft = answered(survey, "Bravo Yarn", "1", ("Delta Dye", *TRADE))
    draft.is_complete = False
    draft.save()
    refusal = answered(survey, "Delta Dye", "2", ("Café Laine", *TRADE))
    refusal.answers["consent"] = "no"
    refusal.save()
    assert linkage_answers.answered_linkages(wave) is None


def test_an_answer_of_another_language_agrees(client_of, amina, wave, survey):
    """A form of one's own, in French alone."""
    offered = [
        {"name": "non", "labels": {"en": "Non"}},
        {"name": "oui", "labels": {"en": "Oui"}},
    ]
    survey.form.content["choices"]["yes_no"] = offered
    survey.form.save()
    for number, said in enumerate(("oui", "non"), start=1):
        firm = ("Bravo Yarn", "Delta Dye")[number - 1]
        response = answered(survey, firm, str(number), ("Café Laine", *TRADE))
        response.answers["consent"] = said
        response.save()
    take_over(client_of(amina), wave)
    assert {source for source, *_ in found()} == {"Bravo Yarn"}


def test_one_name_in_two_spellings_is_entered_once(client_of, amina, wave, survey):
    answered(survey, "Bravo Yarn", "1", ("Acme Dyers", *TRADE))
    answered(survey, "Delta Dye", "2", ("ACME dyers", *TRADE), ("x" * 300, *TRADE))
    client = client_of(amina)
    take_over(client, wave, rest="as-said")
    assert Organisation.objects.filter(name__iexact="acme dyers").count() == 1
    counts = Organisation.objects.count(), Linkage.history.count()
    for _again in range(2):
        take_over(client, wave)
    assert counts == (Organisation.objects.count(), Linkage.history.count())
    assert ("Delta Dye", "Acme Dyers") in partners()


def test_a_name_of_several_firms_is_asked_about(client_of, amina, wave, survey):
    one, other = (enter(wave.cluster, name) for name in ("Acme Dyers", "ACME dyers"))
    answered(survey, "Bravo Yarn", "1", ("acme dyers", *TRADE), ("Delta Dye", *TRADE))
    client = client_of(amina)
    assert "Who is meant?" in take_over(client, wave)
    assert not Linkage.objects.exists()
    take_over(client, wave, **{field_of(client, wave, "acme dyers"): str(other.pk)})
    assert partners() == {("Bravo Yarn", "ACME dyers"), ("Bravo Yarn", "Delta Dye")}
    assert not LinkageActor.objects.filter(organisation=one).exists()


def test_a_misspelt_name_makes_no_new_firm(client_of, amina, wave, survey):
    """The name is that of a factory on an open list, with a letter left out."""
    enter(wave.cluster, "CORTINA CHINA OFFICE")
    answered(
        survey, "Bravo Yarn", "1", ("Cortina Chna Office", "trade", "weak", "buyer")
    )
    there = Organisation.objects.count()
    client = client_of(amina)
    page = text(client.get(address("linkages-from-answers", wave.pk)))
    assert "In the register: “CORTINA CHINA OFFICE”" in page
    assert not Linkage.objects.exists()
    take_over(client, wave)
    assert partners() == {("Bravo Yarn", "CORTINA CHINA OFFICE")}
    assert Organisation.objects.count() == there


def test_who_is_new_is_what_respondents_call_it(client_of, amina, wave, survey):
    named = (
        ("Jiangsu Garment Association", "lobbying", "weak", "institution"),
        ("Savings Bank", "lending", "weak", "bank"),
        ("Port Traders", "trade", "weak", "buyer"),
        ("Button House", "trade", "weak", "firm"),
    )
    answered(survey, "Bravo Yarn", "1", *named)
    client = client_of(amina)
    page = text(client.get(address("linkages-from-answers", wave.pk)))
    assert "The respondents call it: Institution or association." in page
    assert "Who is meant?" in take_over(client, wave)
    take_over(client, wave, rest="as-said")
    actors = LinkageActor.objects.filter(organisation__name__in=[n[0] for n in named])
    assert set(
        actors.values_list("organisation__name", "kind", "organisation__kind")
    ) == {
        ("Jiangsu Garment Association", "institution", "support_institution"),
        ("Savings Bank", "institution", "finance"),
        ("Port Traders", "outside", "buyer"),
        ("Button House", "outside", "firm"),
    }


def test_names_that_came_since_are_looked_at_first(client_of, amina, wave, survey):
    answered(survey, "Bravo Yarn", "1", ("Acme Dyers", *TRADE))
    client = client_of(amina)
    url = address("linkages-from-answers", wave.pk)
    seen = client.get(url).context["form"]["as_of"].value()
    chosen = {field_of(client, wave, "Acme Dyers"): "new-institution"}
    answered(survey, "Café Laine", "2", ("Aalto Buttons", *TRADE))
    answer = client.post(url, {"as_of": seen, "rest": "as-said"} | chosen)
    assert answer.status_code == 409
    assert "came in since this page was opened" in text(answer)
    assert not Linkage.objects.exists()
    form = answer.context["form"]
    told = {field.label: field.value() for field in form.name_fields}
    assert told == {"Acme Dyers": "new-institution", "Aalto Buttons": ""}
    take_over(client, wave, rest="as-said", **chosen)
    assert len(partners()) == 2


def test_a_tie_whose_name_came_to_fit_several_stays(client_of, amina, wave, survey):
    answered(survey, "Bravo Yarn", "1", ("Delta Dye", *TRADE))
    client = client_of(amina)
    take_over(client, wave)
    enter(wave.cluster, "DELTA dye")
    take_over(client, wave)
    assert partners() == {("Bravo Yarn", "Delta Dye")}


def test_of_two_responses_of_a_firm_the_last_counts(client_of, amina, wave, survey):
    answered(survey, "Bravo Yarn", "2", ("Delta Dye", *TRADE))
    answered(survey, "Bravo Yarn", "1", ("Café Laine", *TRADE))
    take_over(client_of(amina), wave)
    assert partners() == {("Bravo Yarn", "Delta Dye")}


def test_what_answers_name_no_longer_is_taken_back(client_of, amina, wave, survey):
    given = answered(survey, "Bravo Yarn", "1", ("Delta Dye", *TRADE))
    client = client_of(amina)
    take_over(client, wave)
    by_hand = Organisation.objects.get(name="Bravo Yarn")
    partner = Organisation.objects.get(name="Café Laine")
    Linkage.objects.create(
        wave=wave, source=by_hand, target=partner, relation="training"
    )
    given.repeats = {}
    given.save()
    page = take_over(client, wave)
    assert "taken back: 1" in page
    assert "1 linkage of these respondents is not in their answers" in page
    assert partners() == {("Bravo Yarn", "Café Laine")}


def test_what_the_only_answer_named_goes_with_it(client_of, amina, wave, survey):
    given = answered(survey, "Bravo Yarn", "1", ("Delta Dye", *TRADE))
    client = client_of(amina)
    take_over(client, wave)
    given.left_out_because = "Made up"
    given.save()
    take_over(client, wave)
    assert partners() == set()
