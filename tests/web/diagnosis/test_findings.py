"""Findings on the board, their evidence and votes, and the options that follow."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from distretto.errors import RuleError
from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Listing
from distretto.web.accounts.models import Role
from distretto.web.diagnosis import study_parts
from distretto.web.diagnosis.models import (
    Evidence,
    Finding,
    Interview,
    Problem,
    Study,
)
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.queries.evidence import with_codes
from distretto.web.diagnosis.queries.missing import Missing, missing_in
from distretto.web.diagnosis.rules import evidence as evidence_rules
from distretto.web.diagnosis.rules import findings as rules
from distretto.web.diagnosis.rules import problems, studies
from distretto.web.diagnosis.study_annexes import annexes
from distretto.web.history.models import Deed
from distretto.web.register.models import Person


@pytest.fixture
def add(study, amina):
    def added(quadrant, statement, **more):
        return rules.add_finding(
            study, quadrant=quadrant, statement=statement, by=amina, **more
        )

    return added


def lacking_in(study, key):
    missing = Missing(study)
    return missing.section(next(s for s in missing.states if s.kind.key == key))


def order(study, quadrant):
    found = queries.findings_of(study).filter(quadrant=quadrant)
    return [each.statement for each in found]


def test_findings_move_within_and_between_quadrants(study, add, amina):
    first, second, third = add("S", "a"), add("S", "b"), add("S", "c")
    rules.move_finding(third, quadrant="S", place=0, by=amina)
    assert order(study, "S") == ["c", "a", "b"]
    rules.move_finding(first, quadrant="W", place=5, by=amina)
    assert (order(study, "S"), order(study, "W")) == (["c", "b"], ["a"])
    rules.move_finding(second, quadrant="W", place=0, by=amina)
    assert order(study, "W") == ["b", "a"]


def test_the_board_is_moved_by_htmx_and_without(
    client_of, htmx_of, amina, study, add, address, text
):
    finding = add("S", "Skilled women")
    url = address("move-finding", finding.pk)
    answer = htmx_of(amina).post(url, {"quadrant": "O", "place": "0"})
    assert answer.status_code == 200 and 'id="board"' in text(answer)
    assert order(study, "O") == ["Skilled women"]
    answer = client_of(amina).post(url, {"quadrant": "T", "place": "0"})
    assert answer.status_code == 302
    assert order(study, "T") == ["Skilled women"]


def test_a_finding_rests_on_evidence(client_of, amina, study, address, text):
    piece = Evidence.objects.create(study=study, kind="document", title="Census")
    sent = {"quadrant": "W", "statement": "Old machines", "bottleneck": "TEC"}
    client = client_of(amina)
    client.post(address("add-finding", study.pk), sent | {"evidence": [str(piece.pk)]})
    page = text(client.get(address("board", study.pk)))
    assert "1 piece of evidence" in page
    assert '<span class="chip chip-quiet">Technology' in page
    finding = Finding.objects.get()
    client.post(address("edit-finding", finding.pk), sent)
    assert "no evidence" in text(client.get(address("board", study.pk)))


def test_nobody_is_quoted_who_did_not_agree(study, amina):
    interview = Interview.objects.create(study=study, group="Workers")
    facts = {"kind": "interview", "title": "Wages", "quotation": "We are paid late."}
    with pytest.raises(RuleError) as refusal:
        evidence_rules.add_evidence(study, facts | {"interview": interview}, by=amina)
    assert refusal.value.code == "quoted_without_consent"
    evidence_rules.add_evidence(
        study, facts | {"interview": interview, "is_confidential": True}, by=amina
    )


def test_what_was_said_in_confidence_is_not_quoted(study, amina):
    interview = Interview.objects.create(
        study=study,
        group="Owners",
        has_consent=True,
        confidential="He pays the inspector 2,000 a month. The bank knows.",
    )
    facts = {"kind": "interview", "title": "Costs", "interview": interview}
    for words in (
        "He PAYS the inspector – 2,000 a month.",
        "Ask around: he pays the inspector 2,000 a month, they say.",
        "The bank knows",
    ):
        with pytest.raises(RuleError) as refusal:
            told = facts | {"quotation": words}
            evidence_rules.add_evidence(study, told, by=amina)
        assert refusal.value.code == "quoted_in_confidence"
    for words in ("The inspector comes each month.", "The bank"):
        evidence_rules.add_evidence(study, facts | {"quotation": words}, by=amina)
    told = {"quotation": "The bank knows.", "is_confidential": True}
    evidence_rules.add_evidence(study, facts | told, by=amina)
    assert study.evidence.count() == 3


@pytest.mark.parametrize("content", ["quotation", "source", "address", "file"])
def test_nothing_of_a_talk_without_consent_is_open(
    client_of, study, amina, address, content
):
    """A recording, a photo or a source tells who spoke as a quotation does."""
    interview = Interview.objects.create(study=study, group="Workers")
    client, url = client_of(amina), address("add-evidence", study.pk)
    told = {
        "quotation": "We are paid late.",
        "source": "Tape 3, Zeynep",
        "address": "/p/lindara/",
        "file": SimpleUploadedFile("zeynep.mp3", b"ID3"),
    }
    sent = {"kind": "interview", "title": "Wages", "interview": interview.pk}
    refused = client.post(url, sent | {content: told[content]})
    assert refused.status_code == 422
    assert "Mark the evidence confidential" in refused.content.decode()
    assert not study.evidence.exists()
    client.post(url, sent | {"source": "Tape 3, Zeynep", "is_confidential": "on"})
    piece = study.evidence.get()
    with pytest.raises(RuleError) as refusal:
        evidence_rules.edit_evidence(piece, {"is_confidential": False}, by=amina)
    assert refusal.value.code == "quoted_without_consent"
    piece.refresh_from_db()
    assert piece.is_confidential


def test_all_of_a_talk_is_kept_back_when_consent_is(
    client_of, person_as, study, amina, address, text
):
    interview = Interview.objects.create(study=study, group="Owners", has_consent=True)
    of_it = {"study": study, "interview": interview}
    Evidence.objects.create(
        kind="interview", title="Wages", source="Tape 3, Zeynep", **of_it
    )
    recording = Evidence.objects.create(
        kind="photo",
        title="At the red mill",
        file="evidence/x",
        file_name="zeynep.jpg",
        **of_it,
    )
    Evidence.objects.create(study=study, kind="document", title="Census", source="2024")
    study.status = "endorsed"
    study.save()
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    page = text(member.get(address("evidence", study.pk)))
    assert "Zeynep" in page and "At the red mill" in page
    client_of(amina).post(address("take-consent-back", interview.pk))
    page = text(member.get(address("evidence", study.pk)))
    for told in ("Zeynep", "Wages", "At the red mill", "zeynep.jpg"):
        assert told not in page
    assert member.get(address("evidence-file", recording.pk)).status_code == 404
    assert "Census" in page
    annex = " ".join(
        str(cell)
        for each in annexes(study, None, ENGLISH)
        if isinstance(each, Listing)
        for row in each.table.rows
        for cell in row
    )
    assert "Census" in annex and "Wages" not in annex and "Zeynep" not in annex


def test_confidential_evidence_is_not_shown_to_members(
    client_of, person_as, study, amina, address, text
):
    Evidence.objects.create(
        study=study, kind="interview", title="A secret", is_confidential=True
    )
    study.status = "in_review"
    study.save()
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    assert "A secret" not in text(member.get(address("evidence", study.pk)))
    assert "A secret" in text(client_of(amina).get(address("evidence", study.pk)))
    assert member.get(address("interviews", study.pk)).status_code == 403


def test_the_history_keeps_confidential_titles_from_evaluators(
    client_of, person_as, study, amina, add, text, programme
):
    facts = {
        "kind": "interview",
        "title": "A secret",
        "quotation": "We are paid late.",
        "is_confidential": True,
    }
    piece = evidence_rules.add_evidence(study, facts, by=amina)
    add("W", "Paid late", evidence=[piece])
    evidence_rules.edit_evidence(piece, facts | {"title": "Their secret"}, by=amina)
    person = Person.objects.create(programme=programme, name="Halima")
    told = {"person": person, "group": "Workers"}
    interview = evidence_rules.add_interview(study, told, by=amina)
    evidence_rules.retire_interview(interview, by=amina)
    pages = [f"/p/{programme.slug}/history/"]
    pages += [f"{pages[0]}{each.pk}/" for each in Deed.objects.all()]
    told_to = {
        kind: " ".join(text(client_of(who).get(page)) for page in pages)
        for kind, who in (
            ("staff", amina),
            ("evaluator", person_as(Role.Kind.EVALUATOR, "Eva")),
        )
    }
    for secret in ("A secret", "Their secret", "Halima"):
        assert secret in told_to["staff"]
        assert secret not in told_to["evaluator"]
    assert "in confidence" in told_to["evaluator"]


def test_consent_is_taken_back_while_the_study_is_endorsed(
    client_of, study, amina, address, text
):
    interview = Interview.objects.create(study=study, group="Owners", has_consent=True)
    piece = Evidence.objects.create(
        study=study,
        kind="interview",
        title="Prices",
        quotation="We sell at a loss.",
        interview=interview,
    )
    study.status = "endorsed"
    study.save()
    client = client_of(amina)
    back = address("take-consent-back", interview.pk)
    assert back in client.get(address("interviews", study.pk)).content.decode()
    client.post(back)
    interview.refresh_from_db()
    piece.refresh_from_db()
    assert not interview.has_consent
    assert piece.is_confidential
    # Nothing else of it changes.
    with pytest.raises(RuleError) as refusal:
        evidence_rules.edit_interview(interview, {"group": "Workers"}, by=amina)
    assert refusal.value.code == "study_endorsed"


def test_evidence_says_something_that_can_be_looked_up(study, amina):
    facts = {"kind": "survey", "title": "Old machines"}
    with pytest.raises(RuleError) as refusal:
        evidence_rules.add_evidence(study, facts, by=amina)
    assert refusal.value.code == "evidence_without_content"
    assert not study.evidence.exists()
    evidence_rules.add_evidence(study, facts | {"quotation": "41 %"}, by=amina)


def test_texts_cite_evidence_by_its_code(client_of, amina, study, address, text):
    first, second = (
        Evidence.objects.create(study=study, kind="document", title=title)
        for title in ("Census", "Customs")
    )
    first.retire()
    first.save()
    studies.write_section(
        study,
        "place",
        text="Water is <soft> [E2]. Power fails [E1].",
        is_ready=True,
        by=amina,
    )
    # The code of the second stays what it was; the first is gone, and that is told.
    assert with_codes(study, [second])[0].code == "E2"
    told = lacking_in(study, "place")
    assert told == ["It cites [E1], which is no evidence of this study (any more)."]
    client = client_of(amina)
    assert "[E2]" in text(client.get(address("section", study.pk, "place")))
    study.status = Study.Status.ENDORSED
    study.save()
    page = client.get(address("section", study.pk, "place")).content.decode()
    assert f'<a href="{address("evidence", study.pk)}#E2">[E2]</a>' in page
    assert "&lt;soft&gt;" in page
    assert 'id="E2"' in client.get(address("evidence", study.pk)).content.decode()


def test_each_section_says_what_it_lacks(study, amina):
    studies.write_section(study, "history", text="It began.", is_ready=False, by=amina)
    unready, uncited = lacking_in(study, "history")
    assert unready == "Its text is not marked as ready."
    assert "It cites no evidence" in uncited
    assert lacking_in(study, "profile") == [
        "It has no text yet.",
        "No figure of the profile is entered.",
        "No type of unit is entered.",
    ]
    assert "No cost structure is entered." in lacking_in(study, "production")
    whole = " ".join(Missing(study).whole)
    assert "No stage of the value chain is entered." in whole
    assert "1 section is not marked as ready: History and turning points." in whole


def test_what_a_finding_rests_on_is_named_on_the_board_and_in_the_document(
    client_of, amina, study, add, address, text
):
    piece = Evidence.objects.create(study=study, kind="document", title="Census")
    low, high = add("W", "Old machines", evidence=[piece]), add("W", "Colours run")
    rules.record_votes(
        study, {low: 3, high: 9}, occasion="", voters=9, held_on=None, by=amina
    )
    page = client_of(amina).get(address("board", study.pk)).content.decode()
    assert f'{address("evidence", study.pk)}#E1"><bdi>Census</bdi>' in page
    [_heading, listing] = study_parts.blocks_of(study, ["swot"], ENGLISH)
    assert listing.table.rows == (
        ("Colours run", "", 9),
        ("Old machines", "[E1] Census", 3),
    )


def test_problems_say_what_they_rest_on_and_who_could_solve_them(
    client_of, amina, study, address, text
):
    piece = Evidence.objects.create(study=study, kind="document", title="Census")
    facts = {"statement": "Rejects", "share": "0.6", "severity": 4, "feasibility": 3}
    told = {"evidence": piece, "by_whom": "Dyers", "leverage": "A joint lamp"}
    problems.add_problem(study, facts | told, by=amina)
    page = text(client_of(amina).get(address("problems", study.pk)))
    assert "Census" in page and "Dyers" in page and "A joint lamp" in page
    first, _heading, second = study_parts.blocks_of(study, ["problems"], ENGLISH)
    assert first.table.rows[0][-1] == "[E1] Census"
    assert second.table.rows == (("Rejects", "", "", "Dyers", "A joint lamp", ""),)


def test_votes_are_counted_and_cannot_exceed_the_voters(
    client_of, amina, study, add, address, text
):
    finding = add("S", "Skilled women")
    url = address("record-votes", study.pk)
    client = client_of(amina)
    sent = {"occasion": "Assembly", "voters": "30", f"votes-{finding.pk}": "31"}
    assert "31 votes of 30 voters" in text(client.post(url, sent))
    client.post(url, sent | {f"votes-{finding.pk}": "21"})
    assert "21 of 30 votes" in text(client.get(address("board", study.pk)))


def test_options_pair_inside_with_outside(study, add, amina):
    strength, weakness, chance = add("S", "a"), add("W", "b"), add("O", "c")
    option = rules.add_option(strength, chance, statement="Sell abroad", by=amina)
    assert option.study == study
    assert option.pair == "SO"
    with pytest.raises(RuleError) as refusal:
        rules.add_option(strength, weakness, statement="No", by=amina)
    assert refusal.value.code == "no_pair"


def test_problems_are_ranked_and_their_causes_drawn(
    client_of, amina, study, address, text
):
    client = client_of(amina)
    for statement, percent in (("Rejects", "60"), ("Old machines", "20")):
        sent = {"statement": statement, "percent": percent, "bottleneck": "TEC"}
        sent |= {"severity": "4", "feasibility": "3"}
        client.post(address("add-problem", study.pk), sent)
    effect, cause = Problem.objects.order_by("-share")
    client.post(
        address("link-cause", study.pk), {"cause": cause.pk, "effect": effect.pk}
    )
    page = text(client.get(address("problems", study.pk)))
    # 0.6 × 4 × 3 / 25 = 0.288
    assert "0.29" in page and "<svg" in page
    assert "Technology" in page and ">TEC<" not in page
    answer = client.post(
        address("link-cause", study.pk), {"cause": effect.pk, "effect": cause.pk}
    )
    assert answer.status_code == 422
    assert "go round in a circle" in text(answer)


def test_a_problem_that_goes_takes_its_arrows_along(study, amina):
    one = problems.add_problem(study, {"statement": "a"}, by=amina)
    other = problems.add_problem(study, {"statement": "b"}, by=amina)
    problems.link_cause(one, other, by=amina)
    problems.retire_problem(one, by=amina)
    assert queries.causes_of(study) == []


@pytest.mark.parametrize("findings", [2, 40])
def test_the_queries_of_the_board_do_not_grow(
    client_of, amina, study, add, address, findings, django_assert_max_num_queries
):
    piece = Evidence.objects.create(study=study, kind="document", title="Census")
    for number in range(findings):
        add("SWOT"[number % 4], f"Finding {number}", evidence=[piece])
    client = client_of(amina)
    with django_assert_max_num_queries(20):
        client.get(address("board", study.pk))
    with django_assert_max_num_queries(36):
        client.get(address("study", study.cluster_id))


@pytest.fixture
def quoted(study, amina):
    """A finding that rests on what somebody agreed to have quoted."""
    interview = evidence_rules.add_interview(
        study, {"group": "Workers", "has_consent": True}, by=amina
    )
    piece = evidence_rules.add_evidence(
        study,
        {
            "kind": "interview",
            "title": "Wages",
            "quotation": "We are paid late.",
            "interview": interview,
        },
        by=amina,
    )
    rules.add_finding(
        study, quadrant="W", statement="Late wages", evidence=[piece], by=amina
    )
    return interview


def test_consent_taken_back_makes_the_quotation_confidential(quoted, amina):
    evidence_rules.edit_interview(quoted, {"has_consent": False}, by=amina)
    assert Evidence.objects.get().is_confidential


def test_an_interview_taken_back_leaves_the_finding_without_evidence(
    quoted, study, amina
):
    evidence_rules.retire_interview(quoted, by=amina)
    assert queries.findings_of(study).get().links == []
    assert "rests on no evidence" in " ".join(missing_in(study))


def test_what_was_said_in_confidence_is_hidden_in_the_history(
    client_of, person_as, study, amina, text
):
    from django.urls import reverse

    from distretto.web.accounts.models import Role
    from distretto.web.history.models import Deed

    evidence_rules.add_interview(
        study, {"group": "Workers", "confidential": "A secret"}, by=amina
    )
    deed = Deed.objects.get(did="interview.added")
    url = reverse("overview:deed", args=["lindara", deed.pk])
    evaluator = client_of(person_as(Role.Kind.EVALUATOR, "Eva"))
    assert "A secret" in text(client_of(amina).get(url))
    assert "A secret" not in text(evaluator.get(url))


def test_too_large_a_file_is_refused_and_said(
    client_of, amina, study, address, text, settings
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOAD_LIMIT_MB = 1
    sent = {"kind": "photo", "title": "Looms"}
    sent["file"] = SimpleUploadedFile("looms.jpg", b"x" * 2_000_000)
    answer = client_of(amina).post(address("add-evidence", study.pk), sent)
    assert answer.status_code == 422
    assert "more than the 1 MB" in text(answer)
    assert not Evidence.objects.exists()


def test_an_edit_does_not_bring_back_what_was_taken_out(study, add, amina):
    finding = add("S", "a")
    opened = Finding.objects.get(pk=finding.pk)
    rules.retire_finding(finding, by=amina)
    with pytest.raises(RuleError) as refusal:
        rules.edit_finding(opened, statement="b", bottleneck="", evidence=[], by=amina)
    assert refusal.value.code == "part_taken_out"


def test_a_move_out_of_its_pair_takes_the_option_along(study, add, amina):
    strength, chance = add("S", "a"), add("O", "b")
    rules.add_option(strength, chance, statement="c", by=amina)
    rules.move_finding(strength, quadrant="W", place=0, by=amina)
    assert study.options.current().count() == 1
    rules.move_finding(strength, quadrant="T", place=0, by=amina)
    assert study.options.current().count() == 0


def test_problems_of_the_same_words_are_two(study, amina):
    one, other, third = (
        problems.add_problem(study, {"statement": words}, by=amina)
        for words in ("a", "b", "a")
    )
    problems.link_cause(one, other, by=amina)
    problems.link_cause(other, third, by=amina)
    assert len(queries.causes_of(study)) == 2


@pytest.mark.parametrize("place", ["²", "--5", "9" * 5000, ""])
def test_no_place_moves_nothing(client_of, amina, study, add, address, place):
    finding = add("S", "a")
    sent = {"quadrant": "W", "place": place}
    answer = client_of(amina).post(address("move-finding", finding.pk), sent)
    assert answer.status_code == 302
    assert order(study, "S") == ["a"]


def test_the_same_cause_twice_is_told(client_of, amina, study, address, text):
    one = problems.add_problem(study, {"statement": "a"}, by=amina)
    other = problems.add_problem(study, {"statement": "b"}, by=amina)
    sent = {"cause": one.pk, "effect": other.pk}
    client = client_of(amina)
    client.post(address("link-cause", study.pk), sent)
    answer = client.post(address("link-cause", study.pk), sent)
    assert answer.status_code == 422
    assert "This cause is named already." in text(answer)


@pytest.mark.parametrize("address_told", ["http://[abc", "/etc/passwd", "x" * 299])
def test_addresses_outside_are_refused(client_of, amina, study, address, address_told):
    sent = {"kind": "map", "title": "Map", "address": address_told}
    answer = client_of(amina).post(address("add-evidence", study.pk), sent)
    assert answer.status_code == 422


def test_a_conversation_of_a_day_to_come_is_refused(study, amina):
    day = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RuleError) as refusal:
        evidence_rules.add_interview(
            study, {"group": "Workers", "held_on": day}, by=amina
        )
    assert refusal.value.code == "day_to_come"
