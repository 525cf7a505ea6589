"""Results are those of the library; few firms are hidden; given out for good."""

from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from distretto.analysis.diagnosis.bottlenecks.results import bottlenecks
from distretto.errors import RuleError
from distretto.formats.charts.language import ENGLISH
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.survey.found import REPEATED
from distretto.formats.survey.kept import KeptResponse, responses_from
from distretto.notes import Note, recalled
from distretto.web.accounts.models import Role
from distretto.web.diagnosis import survey_baseline, survey_parts
from distretto.web.diagnosis.models import PublishedResults, Response, Study
from distretto.web.diagnosis.queries import survey_results as queries
from distretto.web.diagnosis.queries.samples import Plan
from distretto.web.diagnosis.rules import questionnaires, samples, surveys
from distretto.web.diagnosis.rules import responses as response_rules
from distretto.web.diagnosis.rules import survey_results as rules
from distretto.web.diagnosis.survey_pictures import size_names
from distretto.web.history.models import Deed
from distretto.web.history.rules import deed, undo
from distretto.web.overview.history_words import record_changes, spans_of
from distretto.web.register.kinds import SizeClass, words_of
from distretto.web.register.models import Place
from distretto.web.register.rules.settings import change_settings

pytestmark = pytest.mark.usefixtures("files_aside")
FORM = bottleneck_questionnaire()
POWER = "Power and roads"


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def answers(number):
    """Power is cut for 20 hours a week in every second firm, else never."""
    cut = 20.0 if number % 2 else 0.0
    return {
        "consent": "yes",
        "workers": 200.0 if number < 4 else 7.0,
        "owner_sex": "woman" if number < 3 else "man",
        "enumerator": "Amina",
        "seen_INF": "4" if number % 2 else "0",
        "COO3": "2",
        **{"INF1": cut, "INF2": 60.0 * (number % 2), "INF3": 10.0 * (number % 2)},
        **{"INF4": 20.0 * (number % 2), "INF5": "no" if number % 2 else "yes"},
    }


@pytest.fixture
def answered(surveyed):
    def answering(numbers):
        for number in numbers:
            Response.objects.create(
                survey=surveyed.survey,
                key=f"u-{number}",
                organisation=surveyed.firms[number],
                answers=answers(number),
            )
        return surveyed

    return answering


def infrastructure(content):
    rows = content["tables"]["categories"]
    return next(row for row in rows if row["category"] == "INF")


def test_the_page_says_what_the_library_says(answered):
    survey = answered(range(16)).survey
    wide = responses_from(
        FORM, [KeptResponse(f"u-{n}", answers(n)) for n in range(16)]
    ).wide
    library = bottlenecks(wide, FORM.indicators, seen=FORM.seen)
    expected = library.categories.filter(category="INF").row(0, named=True)
    found = infrastructure(queries.results_of(survey))
    for name in ("severe_share", "severe_share_low", "mean", "seen_mean", "firms"):
        assert found[name] == pytest.approx(expected[name])
    # Eight of sixteen are cut off 20 hours a week and more of the same.
    assert found["severe_share"] == 0.5


def test_weights_of_the_sample_count(surveyed, answered, amina):
    # All 4 large firms, 6 of the 12 small ones: each small one stands for two.
    plan = Plan(("size_class",), 10, None, "equal", 4, 1.0, 3)
    samples.draw_sample(surveyed.survey, plan, by=amina)
    sampled = surveyed.survey.sample.current().exclude(state="spare")
    chosen = {each.organisation_id for each in sampled}
    numbers = [n for n, firm in enumerate(surveyed.firms) if firm.pk in chosen]
    answered(numbers)
    large = [n for n in numbers if n < 4]
    small = [n for n in numbers if n >= 4]
    share = (
        4 * sum(n % 2 for n in large) / len(large)
        + 12 * sum(n % 2 for n in small) / len(small)
    ) / 16
    surveyed.survey.refresh_from_db()
    found = infrastructure(queries.results_of(surveyed.survey))
    assert found["severe_share"] == pytest.approx(share)


def test_groups_of_few_firms_are_hidden(client_of, amina, answered):
    survey = answered(range(16)).survey
    content = queries.results_of(survey)
    groups = {
        row["group"]: row
        for row in content["tables"]["groups"]
        if (row["variable"], row["category"]) == ("owner_sex", "INF")
    }
    # Three women are too few; the men alone would give them away.
    assert groups["woman"]["is_hidden"]
    assert groups["man"]["is_hidden"]
    page = text(
        client_of(amina).get(address("results", survey.pk), {"by": "owner_sex"})
    )
    assert "hidden" in page


def test_results_follow_the_answers(answered, amina):
    survey = answered(range(16)).survey
    assert infrastructure(queries.results_of(survey))["firms"] == 16
    one = Response.objects.get(key="u-1")
    response_rules.leave_out(one, "Test interview", by=amina)
    found = infrastructure(queries.results_of(survey))
    assert found["firms"] == 15
    # Seven of fifteen.
    assert found["severe_share"] == pytest.approx(7 / 15)


def test_of_two_responses_of_a_firm_the_last_counts(answered, surveyed):
    answered(range(16))
    Response.objects.create(
        survey=surveyed.survey,
        key="again",
        organisation=surveyed.firms[1],
        answers=answers(0),
        submitted_at="2026-03-02T10:00:00Z",
    )
    content = queries.results_of(surveyed.survey)
    found = infrastructure(content)
    assert (found["firms"], found["severe_share"]) == (16, pytest.approx(7 / 16))
    # And the reader is told that one of the 17 does not.
    told = [recalled(each) for each in content["notes"]]
    assert Note(REPEATED, count=1) in told


def test_what_was_given_out_is_given_out_again(answered, amina):
    """One of sixteen says nothing of power: 16 and 15 firms are no difference."""
    survey = answered(range(16)).survey
    silent = Response.objects.get(key="u-5")
    silent.answers = {
        name: each for name, each in silent.answers.items() if "INF" not in name
    }
    silent.save()
    for _ in range(2):
        content = rules.publish_results(survey, by=amina).content
        firms = {
            row["category"]: row["firms"] for row in content["tables"]["categories"]
        }
        assert (firms["COO"], firms["INF"]) == (16, 15)


def test_others_see_what_was_published_alone(client_of, person_as, amina, answered):
    surveyed = answered(range(10))
    observer = client_of(person_as(Role.Kind.OBSERVER))
    url = address("results", surveyed.survey.pk)
    assert "has not published" in text(observer.get(url))
    client_of(amina).post(address("publish-results", surveyed.survey.pk))
    # Figures that are not held against earlier ones stay with the staff.
    assert set(PublishedResults.objects.get().content["tables"]) == {
        "categories",
        "groups",
        "cells",
    }
    answered(range(10, 16))
    page = text(observer.get(url))
    assert "by 10 responses" in page
    assert "by 16 responses" in text(client_of(amina).get(url))
    assert "The indicators behind them" not in page
    assert observer.get(address("answers", surveyed.survey.pk)).status_code == 403


def two_classes(programme, amina, border):
    classes = (SizeClass("house", "Household", 0), SizeClass("work", "Shop", border))
    change_settings(
        programme, replace(words_of(programme), size_classes=classes), by=amina
    )


def sizes_shown(content):
    return {
        row["group"]: row["firms"]
        for row in content["tables"]["groups"]
        if (row["variable"], row["category"]) == ("size_class", "INF")
    }


def test_results_by_size_are_in_the_classes_of_the_programme(
    client_of, amina, answered, programme
):
    """Twelve firms of 7 persons, and four of 200, too few, are five and eleven now."""
    two_classes(programme, amina, 10)
    survey = answered(range(16)).survey
    one = Response.objects.get(key="u-9")
    one.answers |= {"workers": 30.0}
    one.save()
    assert sizes_shown(queries.results_of(survey)) == {"house": 11, "work": 5}
    two_classes(programme, amina, 31)
    assert sizes_shown(queries.results_of(survey)) == {"house": None, "work": None}
    page = text(client_of(amina).get(address("results", survey.pk)))
    assert "Household: up to 30 persons" in page
    assert "Shop: 31 persons or more" in page


def test_published_results_keep_their_classes(
    client_of, person_as, amina, answered, programme
):
    two_classes(programme, amina, 10)
    survey = answered(range(16)).survey
    rules.publish_results(survey, by=amina)
    two_classes(programme, amina, 50)
    observer = client_of(person_as(Role.Kind.OBSERVER))
    assert "Household: up to 9 persons" in text(
        observer.get(address("results", survey.pk))
    )
    # Those of before the classes were kept are in those of the library.
    old = PublishedResults.objects.get()
    del old.content["size_classes"]
    old.save()
    names = size_names(old.content, words_of(programme))
    assert names["small"] == "small: 10 to 49 persons"


def in_other_words(surveyed, by):
    """The survey asks by a new version, which calls a category otherwise."""

    def power(form):
        return replace(form, categories={**form.categories, "INF": {"en": POWER}})

    form = questionnaires.change_form(surveyed.form, power, by=by, about="words")
    surveys.edit_survey(surveyed.survey, form, [], by=by)
    return form


def test_published_results_keep_the_words_of_their_questionnaire(
    client_of, person_as, amina, answered
):
    """The survey asks by another version since."""
    surveyed = answered(range(16))
    study = Study.objects.create(
        cluster=surveyed.cluster, title="Study", wave=surveyed.wave
    )
    rules.publish_results(surveyed.survey, by=amina)
    after = in_other_words(surveyed, amina)
    assert str(after) != str(surveyed.form)

    observer = client_of(person_as(Role.Kind.OBSERVER))
    page = text(observer.get(address("results", surveyed.survey.pk)))
    assert "Infrastructure" in page and POWER not in page
    assert POWER in text(client_of(amina).get(address("results", surveyed.survey.pk)))
    said = [
        value
        for value in survey_baseline.of_survey(study)
        if value.key == "survey:INF:mean"
    ]
    assert [each.version for each in said] == [str(surveyed.form)]
    assert POWER not in said[0].indicator
    [sample] = survey_parts.sample(study, ENGLISH)
    assert ("Questionnaire", str(surveyed.form)) in sample.pairs

    # Of old it is not known by which it was: the survey's own is taken.
    PublishedResults.objects.update(form=None)
    assert POWER in text(observer.get(address("results", surveyed.survey.pk)))


def test_a_questionnaire_that_results_were_published_by_stays(answered, amina):
    surveyed = answered(range(16))
    rules.publish_results(surveyed.survey, by=amina)
    in_other_words(surveyed, amina)  # no survey asks by the first any more
    changed = questionnaires.change_form(
        surveyed.form, lambda form: form, by=amina, about="nothing"
    )
    assert changed.pk != surveyed.form.pk


def test_what_firms_see_stands_there_without_a_measure(client_of, amina, answered):
    """Credit is not measured: eight of sixteen say 4 and eight 2, a mean of 3."""
    surveyed = answered(range(16))
    for number, each in enumerate(Response.objects.order_by("key")):
        each.answers |= {"seen_CRE": "4" if number % 2 else "2"}
        each.save()
    obstacles = [
        block.code
        for block in FORM.blocks
        if not any(question.code.startswith("CRE") for question in block.questions)
    ]
    surveys.edit_survey(surveyed.survey, surveyed.form, obstacles, by=amina)
    content = queries.results_of(surveyed.survey)
    [credit] = [
        row for row in content["tables"]["categories"] if row["category"] == "CRE"
    ]
    assert (credit["indicators"], credit["seen_mean"]) == (0, 3)
    page = text(client_of(amina).get(address("results", surveyed.survey.pk)))
    table = page.split('<table class="categories">')[1]
    line = table.split(FORM.label(FORM.categories["CRE"], "en"))[1].split("</tr>")[0]
    assert "not asked" in line and ">3.00<" in line


def test_what_has_nothing_to_compare_with_is_said_by_its_name(
    client_of, amina, answered
):
    """Beside its category, in the words of the picture, and in the study."""
    surveyed = answered(range(16))
    for each in Response.objects.all():
        each.answers |= {"CRE1": "no", "CRE3": 12.0}
        each.save()
    name = FORM.label(FORM.by_code["CRE3"].labels, "en")
    page = text(client_of(amina).get(address("results", surveyed.survey.pk)))
    beside = page.split('<table class="categories">')[1].split("</table>")[0]
    assert f"without “{name}”" in beside and 'href="#benchmarks"' in beside
    assert f"Credit and finance is without “{name}”" in page

    study = Study.objects.create(
        cluster=surveyed.cluster, title="Study", wave=surveyed.wave
    )
    rules.publish_results(surveyed.survey, by=amina)
    picture, _table = survey_parts.bottlenecks(study, ENGLISH)
    assert any(f"is without “{name}”" in note for note in picture.notes)

    surveys.set_benchmarks(surveyed.survey, {"CRE3": 8.0}, by=amina)
    page = text(client_of(amina).get(address("results", surveyed.survey.pk)))
    assert f"without “{name}”" not in page


def test_the_level_of_intervals_stands_on_the_page_and_in_the_workbook(
    client_of, amina, answered
):
    survey = answered(range(16)).survey
    client = client_of(amina)
    page = text(client.get(address("results", survey.pk)))
    assert "interval at the 95\N{NO-BREAK SPACE}% level" in page
    book = load_workbook(
        BytesIO(client.get(address("results-file", survey.pk)).content)
    )
    notes = [cell.value for cell in book.worksheets[-1]["A"]]
    assert any("95" in str(note) and "Intervals" in str(note) for note in notes)


def test_indicators_stand_in_a_fold_of_their_category(client_of, amina, answered):
    """Power is cut off in eight of sixteen firms: as sure as the library says."""
    survey = answered(range(16)).survey
    client = client_of(amina)
    [found] = [
        row
        for row in queries.results_of(survey)["tables"]["indicators"]
        if row["indicator"] == "INF1"
    ]
    assert found["severe_share_low"] < 0.5 < found["severe_share_high"]
    page = text(client.get(address("results", survey.pk)))
    name = FORM.label(FORM.by_code["INF1"].labels, "en")
    line = page.split('id="indicators"')[1].split(name)[1].split("</tr>")[0]
    assert f"{100 * found['severe_share_low']:.0f}\N{NO-BREAK SPACE}%" in line
    book = load_workbook(
        BytesIO(client.get(address("results-file", survey.pk)).content)
    )
    cells = [cell.value for row in book["Indicators"].iter_rows() for cell in row]
    assert name in cells and found["mean_low"] in cells


def test_few_answers_are_not_published(answered, amina):
    survey = answered(range(4)).survey
    with pytest.raises(RuleError) as refusal:
        rules.publish_results(survey, by=amina)
    assert refusal.value.code == "too_few_to_publish"


def test_what_a_difference_would_tell_is_not_published(answered, amina):
    surveyed = answered(range(10))
    rules.publish_results(surveyed.survey, by=amina)
    answered([10, 11])  # two more: their figures would be the difference
    second = rules.publish_results(surveyed.survey, by=amina)
    assert infrastructure(second.content)["severe_share"] is None
    answered(range(12, 16))  # six more than were shown
    third = rules.publish_results(surveyed.survey, by=amina)
    assert infrastructure(third.content)["severe_share"] == 0.5
    assert PublishedResults.objects.count() == 3


def test_what_was_taken_back_was_read_all_the_same(answered, amina, boris):
    surveyed = answered(range(10))
    rules.publish_results(surveyed.survey, by=amina)
    undo(Deed.objects.get(did="results.published"), by=boris, reason="Too early")
    answered([10])  # one more: the figures would be its own by their difference
    second = rules.publish_results(surveyed.survey, by=amina)
    assert infrastructure(second.content)["severe_share"] is None


def test_results_follow_the_place_that_the_register_names(answered, programme, amina):
    surveyed = answered(range(16))
    north, south = (
        Place.objects.create(programme=programme, code=name[0], name=name)
        for name in ("North", "South")
    )
    for number, firm in enumerate(surveyed.firms):
        firm.place = north if number < 8 else south
        firm.save()

    def firms_by_place():
        rows = queries.results_of(surveyed.survey)["tables"]["groups"]
        return {
            row["group"]: row["firms"]
            for row in rows
            if row["variable"] == "place" and row["category"] == "INF"
        }

    assert firms_by_place() == {"North": 8, "South": 8}
    with deed("organisation.edited", by=amina, programme=programme):
        surveyed.firms[8].place = north
        surveyed.firms[8].save()
    assert firms_by_place() == {"North": 9, "South": 7}


def test_answers_are_not_told_by_the_history(answered, surveyed, amina, client_of):
    with deed("response.sent", by=amina, programme=surveyed.cluster.programme) as entry:
        answered([0])
    [told] = record_changes(spans_of(entry.changes.all()), amina)
    assert told.label == "diagnosis.Response"
    assert not [each for each in told.fields if "INF1" in (each.after or "")]


def test_who_is_behind_a_cell_is_kept_and_found_again():
    members = {
        "INF": frozenset({"b", "a"}),
        "TEC": frozenset({"c"}),
        "ENV": frozenset(),
    }
    assert queries.unpacked(queries.packed(members)) == members


def test_quality_names_what_does_not_fit_and_draws_again(client_of, amina, answered):
    survey = answered(range(16)).survey
    odd = Response.objects.get(key="u-5")
    odd.answers |= {"women": 9.0}  # of 7 persons
    odd.save()
    found = queries.quality_of(survey, seed=1)
    assert [row["response"] for row in found["tables"]["inconsistent"]] == ["u-5"]
    # One in twenty of 16, rounded up.
    assert found["counts"]["again"] == 1
    page = client_of(amina).get(address("quality", survey.pk))
    assert page.status_code == 200
    assert "Knitter F" in text(page)


def test_second_interviews_show_how_far_both_agree(answered, surveyed, amina):
    answered(range(16))
    first = Response.objects.get(key="u-0")
    Response.objects.create(
        survey=surveyed.survey,
        key="second",
        organisation=surveyed.firms[0],
        repeats_interview=first,
        answers={"consent": "yes", "workers": 200.0, "INF1": 40.0, "INF5": "yes"},
    )
    found = queries.quality_of(surveyed.survey, seed=1)["agreement"]
    # Consent, workers and INF5 agree; INF1 is 40 hours in place of none.
    assert (found["pairs"], found["agreeing_share"]) == (1, 0.75)
    assert infrastructure(queries.results_of(surveyed.survey))["firms"] == 16


def test_the_page_asks_the_same_of_the_database_whatever_the_answers(
    client_of, amina, answered, django_assert_max_num_queries
):
    survey = answered(range(6)).survey
    client = client_of(amina)
    url = address("results", survey.pk)
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    answered(range(6, 16))
    client.get(url)
    with django_assert_max_num_queries(20) as many:
        client.get(url)
    assert len(few) == len(many)


def test_the_workbook_has_what_the_page_has(client_of, amina, answered):
    """Of sixteen firms eight are cut off: half, with a mean as seen of 2."""
    survey = answered(range(16)).survey
    answer = client_of(amina).get(address("results-file", survey.pk))
    book = load_workbook(BytesIO(answer.content))
    [line] = [
        dict(zip(head, row, strict=True))
        for sheet in book
        for head, *rows in [[*sheet.iter_rows(values_only=True)]]
        for row in rows
        if "Infrastructure" in row and "Severe for" in head and "Group" not in head
    ]
    assert (line["Severe for"], line["As firms see it"], line["Firms"]) == (0.5, 2, 16)


def test_a_benchmark_makes_its_indicator_count(client_of, amina, answered):
    surveyed = answered(range(16))
    for each in Response.objects.all():
        each.answers |= {"CRE1": "no", "CRE3": 40.0, "CRE5": 0.0, "CRE6": 10.0}
        each.answers |= {"CRE7": "no", "CRE8": "yes"}
        each.save()
    assert "CRE3" in queries.results_of(surveyed.survey)["without_reference"]
    url = address("set-benchmarks", surveyed.survey.pk)
    assert client_of(amina).post(url, {"CRE3": "0"}).status_code == 422
    client_of(amina).post(url, {"CRE3": "10"})
    surveyed.survey.refresh_from_db()
    content = queries.results_of(surveyed.survey)
    assert "CRE3" not in content["without_reference"]
    found = next(
        row for row in content["tables"]["indicators"] if row["indicator"] == "CRE3"
    )
    # 40 percent a year is four times the ten of banks: severity 4 by the anchors.
    assert found["mean"] == 4
