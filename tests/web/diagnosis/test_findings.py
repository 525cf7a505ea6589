"""Findings on the board, their evidence and votes, and the options that follow."""

import pytest

from distretto.errors import RuleError
from distretto.web.diagnosis.models import Evidence, Finding, Interview, Problem
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.rules import evidence as evidence_rules
from distretto.web.diagnosis.rules import findings as rules
from distretto.web.diagnosis.rules import problems


@pytest.fixture
def add(study, amina):
    def added(quadrant, statement, **more):
        return rules.add_finding(
            study, quadrant=quadrant, statement=statement, by=amina, **more
        )

    return added


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
    assert "1 piece of evidence" in page and "TEC" in page
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


def test_confidential_evidence_is_not_shown_to_members(
    client_of, person_as, study, amina, address, text
):
    from distretto.web.accounts.models import Role

    Evidence.objects.create(
        study=study, kind="interview", title="A secret", is_confidential=True
    )
    study.status = "in_review"
    study.save()
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    assert "A secret" not in text(member.get(address("evidence", study.pk)))
    assert "A secret" in text(client_of(amina).get(address("evidence", study.pk)))
    assert member.get(address("interviews", study.pk)).status_code == 403


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
    with pytest.raises(RuleError) as refusal:
        rules.add_option(strength, weakness, statement="No", by=amina)
    assert refusal.value.code == "no_pair"


def test_problems_are_ranked_and_their_causes_drawn(
    client_of, amina, study, address, text
):
    client = client_of(amina)
    for statement, percent in (("Rejects", "60"), ("Old machines", "20")):
        sent = {"statement": statement, "percent": percent}
        sent |= {"severity": "4", "feasibility": "3"}
        client.post(address("add-problem", study.pk), sent)
    effect, cause = Problem.objects.order_by("-share")
    client.post(
        address("link-cause", study.pk), {"cause": cause.pk, "effect": effect.pk}
    )
    page = text(client.get(address("problems", study.pk)))
    # 0.6 × 4 × 3 / 25 = 0.288
    assert "0.29" in page and "<svg" in page
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
    with django_assert_max_num_queries(30):
        client.get(address("study", study.cluster_id))
