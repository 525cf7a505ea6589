"""The study: written, laid before the commission, endorsed, and then kept as it was."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from distretto.errors import RuleError
from distretto.formats.charts.language import ENGLISH
from distretto.web.accounts.models import Role
from distretto.web.diagnosis import study_parts
from distretto.web.diagnosis.models import (
    BaselineValue,
    Form,
    ProfileFigure,
    PublishedResults,
    Study,
    Survey,
    Wave,
)
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.queries.missing import missing_in
from distretto.web.diagnosis.rules import findings
from distretto.web.diagnosis.rules import studies as rules
from distretto.web.diagnosis.study_sections import SECTIONS
from distretto.web.history.models import Deed
from distretto.web.history.rules import deed, undo
from distretto.web.register.models import Body, ClusterMember, Organisation

ENDORSED = rules.Endorsement(
    endorsed_on=date(2026, 5, 4),
    decision="Agreed by all present.",
    reason="The vision comes next month.",
)


def lacking(_study):
    return ["Sections without a text"]


def lacks_none(_study):
    return []


def nothing(_study):
    return "a.pdf", ()


@pytest.fixture
def commission(cluster):
    return Body.objects.create(
        programme=cluster.programme,
        cluster=cluster,
        kind="commission",
        name="Commission",
    )


@pytest.fixture
def laid_before(study, commission, amina):
    return rules.send_to_commission(study, commission, by=amina)


def test_all_21_sections_of_the_method_are_there(study):
    assert [section.number for section in SECTIONS] == list(range(21))
    assert len(queries.sections_of(study)) == 21


def test_a_study_is_begun_and_written(client_of, amina, cluster, address, text):
    client = client_of(amina)
    client.post(address("study", cluster.pk))
    study = Study.objects.get()
    url = address("section", study.pk, "history")
    client.post(
        url, {"text": "It began in 1890.\n\nThe railway came.", "is_ready": "on"}
    )
    assert "It began in 1890." in text(client.get(url))
    page = text(client.get(address("study", cluster.pk)))
    assert "ready" in page
    assert "20 sections have no text yet" in page


def test_a_study_prices_in_the_currency_of_its_programme(study, programme):
    assert study.currency == programme.currency == "EUR"


def test_a_cluster_has_one_study(study, cluster, amina):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="has a study already"):
        rules.begin_study(cluster, title="Another", by=amina)


def test_a_draft_is_for_the_staff(client_of, person_as, study, cluster, address, text):
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    assert member.get(address("section", study.pk, "summary")).status_code == 404
    assert "Nothing is laid before" in text(member.get(address("study", cluster.pk)))


def test_the_commission_reads_remarks_and_sends_back(
    client_of, person_as, laid_before, amina, cluster, address, text
):
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    url = address("section", laid_before.pk, "history")
    assert member.get(url).status_code == 200
    member.post(address("remark", laid_before.pk, "history"), {"text": "And the war?"})
    assert "And the war?" in text(member.get(url))
    # Members remark; they do not write.
    assert member.post(url, {"text": "Nonsense"}).status_code == 403
    assert "1 remark" in text(member.get(address("study", cluster.pk)))
    rules.send_back(laid_before, reason="The war is missing.", by=amina)
    laid_before.refresh_from_db()
    assert laid_before.status == Study.Status.SENT_BACK


def test_an_endorsed_edition_keeps_its_baseline_and_its_document(
    laid_before, amina, boris
):
    figure = ProfileFigure.objects.create(
        study=laid_before,
        indicator="Looms",
        value=3000,
        unit="looms",
        source="Census of looms",
        year=2025,
        is_used=True,
    )
    edition = rules.endorse(
        laid_before,
        ENDORSED,
        gate=lacking,
        freeze=lambda made: ("a.pdf", baseline.values_for(made.study)),
        by=boris,
    )
    figure.value = 3500  # somebody counts again
    figure.save()
    kept = BaselineValue.objects.get(edition=edition, key="profile:Looms")
    assert (kept.value, kept.unit, kept.source) == (
        3000,
        "looms",
        "Census of looms, 2025",
    )
    with pytest.raises(RuleError) as refusal:
        rules.write_section(laid_before, "history", text="x", is_ready=True, by=amina)
    assert refusal.value.code == "study_endorsed"
    with pytest.raises(RuleError):
        findings.add_finding(laid_before, quadrant="S", statement="Skill", by=amina)
    rules.revise_study(laid_before, by=amina)
    laid_before.refresh_from_db()
    assert laid_before.edition == 2
    rules.write_section(laid_before, "history", text="x", is_ready=True, by=amina)
    assert laid_before.editions.get().edition == 1


def test_the_gate_asks_for_a_reason(laid_before, boris):
    with pytest.raises(RuleError) as refusal:
        rules.endorse(
            laid_before,
            replace(ENDORSED, reason=" "),
            gate=lacking,
            freeze=nothing,
            by=boris,
        )
    assert refusal.value.code == "gate_without_reason"
    assert not laid_before.editions.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ["The meeting that endorsed it has no minutes yet."]),
        (
            {"minutes": "Agreed by all."},
            ["The minutes of the meeting that endorsed it are not agreed yet."],
        ),
        ({"minutes": "Agreed by all.", "minutes_agreed_on": date(2026, 5, 5)}, []),
    ],
)
def test_the_gate_asks_for_the_minutes(laid_before, commission, boris, facts, said):
    meeting = commission.meetings.create(day=date(2026, 5, 4), state="held", **facts)
    decision = replace(ENDORSED, meeting=meeting)
    edition = rules.endorse(
        laid_before, decision, gate=lambda _study: (), freeze=nothing, by=boris
    )
    assert edition.missing == said


def test_the_page_takes_the_reason_that_the_minutes_ask_for(
    client_of, boris, laid_before, address, text, monkeypatch
):
    """Nothing is missing but a meeting."""
    monkeypatch.setattr("distretto.web.diagnosis.views.studies.missing_in", lacks_none)
    client = client_of(boris)
    sent = {"endorsed_on": "2026-05-04", "decision": "Agreed."}
    page = text(client.post(address("endorse", laid_before.pk), sent))
    assert "1 missing: No meeting is named" in page
    assert 'name="reason"' in page
    client.post(address("endorse", laid_before.pk), sent | {"reason": "Next week."})
    assert laid_before.editions.get().reason == "Next week."


def test_undoing_an_endorsement_does_not_read_the_whole_history(
    laid_before, boris, amina, asked_of_database
):
    rules.endorse(laid_before, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    for _more in range(2):
        rules.revise_study(laid_before, by=boris)
        asked = asked_of_database(
            lambda: undo(Deed.objects.filter(did="study.revised").first(), by=boris)
        )
        assert asked < 60
        for number in range(30):
            body = laid_before.reviewed_by
            body.name = f"Commission {number}"
            with deed("body.edited", by=amina, programme=body.programme):
                body.save()


def test_nothing_is_endorsed_in_a_meeting_to_come(laid_before, commission, boris):
    later = commission.meetings.create(day=date(2999, 1, 1))
    decision = replace(ENDORSED, meeting=later)
    with pytest.raises(RuleError) as refusal:
        rules.endorse(laid_before, decision, gate=lacking, freeze=nothing, by=boris)
    assert refusal.value.code == "day_to_come"


def test_a_draft_cannot_be_endorsed(study, boris):
    with pytest.raises(RuleError) as refusal:
        rules.endorse(study, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    assert refusal.value.code == "study_not_there_yet"


def test_the_gate_is_asked_of_the_study_as_it_is_then(laid_before, boris):
    asked = []

    def gate(held):
        asked.append((held.pk, held is laid_before))
        return ()

    edition = rules.endorse(laid_before, ENDORSED, gate=gate, freeze=nothing, by=boris)
    assert asked == [(laid_before.pk, False)]  # read again, and locked
    assert edition.missing == [
        "No meeting is named in whose minutes the decision stands."
    ]


def test_results_that_were_taken_back_are_missing(study, amina):
    wave = Wave.objects.create(cluster=study.cluster, name="Baseline")
    form = Form.objects.create(programme=study.cluster.programme, name="Form")
    survey = Survey.objects.create(wave=wave, form=form)
    published = PublishedResults.objects.create(
        survey=survey, response_count=9, smallest_cell=5
    )
    study.wave = wave
    study.save()
    said = "No results of the survey"
    assert said not in " ".join(missing_in(study))
    published.retire()
    published.save()
    assert said in " ".join(missing_in(study))


def test_a_copy_of_an_endorsed_study_says_that_it_is_one(
    client_of, boris, laid_before, cluster, address, text, work_done
):
    """What was endorsed is one document; a later one has later figures."""
    ProfileFigure.objects.create(
        study=laid_before, indicator="Looms", value=3000, unit="looms", is_used=True
    )
    client = client_of(boris)
    sent = {"endorsed_on": "2026-05-04", "decision": "Agreed.", "reason": "First."}
    client.post(address("endorse", laid_before.pk), sent)
    ProfileFigure.objects.update(value=3500)
    with work_done():
        client.post(address("write-study", laid_before.pk, "docx"))
    run = laid_before.cluster.programme.runs.get()
    copy = Document(BytesIO(client.get(run.result_url).content))
    said = " ".join(paragraph.text for paragraph in copy.paragraphs)
    assert "This copy was written on" in said
    assert "kept with edition 1" in said
    # The table of the baseline keeps what was frozen.
    laid_before.refresh_from_db()
    looms = [each for each in baseline.values_of(laid_before) if "Looms" in each.key]
    assert [each.value for each in looms] == [3000]
    page = client.get(address("study", cluster.pk))
    assert address("edition-file", laid_before.pk, 1) in page.content.decode()


def test_an_endorsement_is_undone_with_its_baseline(laid_before, boris):
    rules.endorse(laid_before, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    undo(Deed.objects.get(did="study.endorsed"), by=boris)
    laid_before.refresh_from_db()
    assert laid_before.status == Study.Status.IN_REVIEW
    assert not laid_before.editions.current().exists()


def test_endorsed_on_the_page_with_the_document(
    client_of, boris, laid_before, cluster, address, text
):
    client = client_of(boris)
    sent = {"endorsed_on": "2026-05-04", "decision": "Agreed."}
    answer = client.post(address("endorse", laid_before.pk), sent)
    assert answer.status_code == 422
    assert "Say why the study is endorsed all the same" in text(answer)
    answer = client.post(
        address("endorse", laid_before.pk), sent | {"reason": "The first edition."}
    )
    assert answer.status_code == 302
    assert "Agreed." in text(client.get(address("edition", laid_before.pk, 1)))
    pdf = client.get(address("edition-file", laid_before.pk, 1))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["snapshot", "summary"])
@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_short_documents(client_of, amina, study, address, kind, ending, start):
    rules.write_section(
        study, "summary", text="Knitters. " * 300, is_ready=True, by=amina
    )
    findings.add_finding(study, quadrant="S", statement="Skilled women", by=amina)
    got = client_of(amina).get(address("study-file", study.pk, kind, ending))
    assert got.content.startswith(start)


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_whole_study_is_written_in_the_background(
    client_of, amina, study, address, work_done, ending, start
):
    rules.write_section(
        study, "history", text="It began & grew.", is_ready=True, by=amina
    )
    client = client_of(amina)
    with work_done():
        client.post(address("write-study", study.pk, ending))
    run = study.cluster.programme.runs.get()
    assert run.error is None
    got = client.get(run.result_url)
    assert got.content.startswith(start)


def test_what_is_missing_is_named(study, amina):
    findings.add_finding(study, quadrant="W", statement="Old machines", by=amina)
    missing = " ".join(missing_in(study))
    assert "rests on no evidence: “Old machines”" in missing
    assert "No finding yet under: Strength, Opportunity, Threat." in missing
    assert "No wave is named" in missing


def test_what_was_endorsed_stays_readable_while_the_next_edition_is_written(
    client_of, boris, person_as, laid_before, cluster, address, text
):
    sent = {"endorsed_on": "2026-05-04", "decision": "Agreed.", "reason": "First."}
    client_of(boris).post(address("endorse", laid_before.pk), sent)
    rules.revise_study(laid_before, by=boris)
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    assert "What was endorsed" in text(member.get(address("study", cluster.pk)))
    assert member.get(address("edition", laid_before.pk, 1)).status_code == 200
    assert member.get(address("edition-file", laid_before.pk, 1)).status_code == 200
    # The draft itself is not for members.
    assert member.get(address("board", laid_before.pk)).status_code == 404


def test_an_endorsed_study_does_not_change_through_the_history(
    laid_before, amina, boris
):
    findings.add_finding(laid_before, quadrant="S", statement="Skill", by=amina)
    rules.endorse(laid_before, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    with pytest.raises(RuleError) as refusal:
        undo(Deed.objects.get(did="finding.added"), by=boris)
    assert refusal.value.code == "study_endorsed"
    assert laid_before.findings.current().exists()


def test_the_next_edition_does_not_become_the_endorsed_one(laid_before, amina, boris):
    rules.endorse(laid_before, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    rules.revise_study(laid_before, by=amina)
    findings.add_finding(laid_before, quadrant="S", statement="Skill", by=amina)
    with pytest.raises(RuleError) as refusal:
        undo(Deed.objects.get(did="study.revised"), by=amina)
    assert refusal.value.code == "study_worked_on"
    # What was done and undone since is no work.
    undo(Deed.objects.get(did="finding.added"), by=amina)
    undo(Deed.objects.get(did="study.revised"), by=amina)
    laid_before.refresh_from_db()
    assert laid_before.is_endorsed


def test_an_endorsement_does_not_come_back_over_other_work(laid_before, amina, boris):
    rules.endorse(laid_before, ENDORSED, gate=lacking, freeze=nothing, by=boris)
    back = undo(Deed.objects.get(did="study.endorsed"), by=boris)
    findings.add_finding(laid_before, quadrant="S", statement="Skill", by=amina)
    with pytest.raises(RuleError) as refusal:
        undo(back, by=boris)
    assert refusal.value.code == "study_worked_on"


def test_a_colleagues_text_is_not_written_over(client_of, amina, study, address, text):
    client = client_of(amina)
    url = address("section", study.pk, "history")
    client.post(url, {"text": "First.", "seen": ""})
    answer = client.post(url, {"text": "Mine.", "seen": ""})  # opened before that
    assert answer.status_code == 422
    assert "Somebody has saved this section" in text(answer)
    assert "Mine." in text(answer)  # nothing typed is lost
    assert study.sections.get().text == "First."


def test_a_wave_that_a_study_speaks_of_stays(study, cluster, amina):
    from distretto.web.diagnosis.models import Wave
    from distretto.web.diagnosis.rules import waves

    study.wave = Wave.objects.create(cluster=cluster, name="Baseline")
    study.save()
    with pytest.raises(RuleError) as refusal:
        waves.retire_wave(study.wave, by=amina)
    assert refusal.value.code == "wave_of_a_study"


def test_the_fact_sheet_tells_no_size_of_few_firms(study, programme):
    """Classes of 3, 6 and 7 firms: 16 less 6 and 7 would be the three."""
    for number, employees in enumerate([2] * 3 + [10] * 6 + [50] * 7):
        firm = Organisation.objects.create(
            programme=programme, name=f"Firm {number}", employees=employees
        )
        ClusterMember.objects.create(cluster=study.cluster, organisation=firm)
    [sheet] = study_parts.facts(study, ENGLISH)
    assert ("Firms by size", "Medium 7, Others and unknown 9") in sheet.pairs


def test_the_fact_sheet_is_of_this_cluster_alone(study):
    for value, of in ((58, ""), (76, "Port Almas")):
        ProfileFigure.objects.create(
            study=study,
            indicator="Use of capacity",
            value=value,
            unit="%",
            source="Visits",
            is_used=True,
            of=of,
        )
    [sheet] = study_parts.facts(study, ENGLISH)
    told = [value for name, value in sheet.pairs if name == "Use of capacity"]
    assert len(told) == 1 and told[0] == "58 % (Visits)"


def test_every_part_of_every_section_is_made_by_something():
    from distretto.web.diagnosis.study_parts import _parts

    wanted = {key for section in SECTIONS for key in section.parts}
    assert wanted <= set(_parts)
