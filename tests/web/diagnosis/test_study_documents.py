"""The documents of a study: its annexes, the page and the two minutes."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Drawing, Facts, Listing, Quote, Text
from distretto.web.diagnosis import study_annexes, study_parts, study_shorts
from distretto.web.diagnosis.models import (
    EndorsedEdition,
    Evidence,
    Finding,
    Interview,
    Problem,
    StrategyOption,
    UnitType,
)
from distretto.web.register.models import (
    Body,
    ClusterMember,
    Meeting,
    MeetingDecision,
    Organisation,
)


def told(blocks, kind):
    return [each for each in blocks if isinstance(each, kind)]


def test_interviews_name_those_who_agreed_and_said_nothing_in_confidence(
    study, programme
):
    def held(name, **facts):
        firm = Organisation.objects.create(programme=programme, name=name)
        return Interview.objects.create(
            study=study, organisation=firm, held_on=date(2026, 5, 6), **facts
        )

    held("Senova Hosiery", has_consent=True)
    held("Silent Firm")
    held("Whispering Firm", has_consent=True, confidential="Owes money.")
    secret = held("Secret Firm", has_consent=True)
    Evidence.objects.create(
        study=study, kind="interview", title="a", interview=secret, is_confidential=True
    )
    blocks = study_annexes.annexes(study, None, ENGLISH)
    [listing] = told(blocks, Listing)[:1]
    assert [row[2] for row in listing.table.rows] == ["Senova Hosiery"]
    assert Text("3 more interviews were held with people who are not named.") in told(
        blocks, Text
    )


def test_groups_of_whom_all_are_named_are_counted_as_they_are(study, programme):
    """Two owners and a buyer are named in the annex; a worker and a trader are not."""
    for group, consent in (
        ("Owners", True),
        ("Owners", True),
        ("Buyers", True),
        ("Workers", False),
        ("Traders", False),
    ):
        firm = Organisation.objects.create(programme=programme, name=f"{group} Ltd")
        Interview.objects.create(
            study=study,
            organisation=firm,
            group=group,
            held_on=date(2026, 5, 6),
            has_consent=consent,
        )
    [listing] = study_parts.interviews(study, ENGLISH)
    assert listing.table.rows == (
        ("Buyers", 1),
        ("Owners", 2),
        ("Others and unknown", 2),
    )


def test_the_endorsement_has_its_meeting_and_what_was_missing(study, cluster):
    body = Body.objects.create(
        programme=cluster.programme, cluster=cluster, kind="commission", name="All"
    )
    meeting = Meeting.objects.create(body=body, day=date(2026, 5, 4), place="School")
    MeetingDecision.objects.create(meeting=meeting, number=1, text="Endorsed, but.")
    edition = EndorsedEdition(
        study=study,
        meeting=meeting,
        endorsed_on=date(2026, 5, 4),
        decision="Endorsed.",
        missing=["No vision."],
        reason="It comes in June.",
    )
    blocks = study_annexes.annexes(study, edition, ENGLISH)
    pairs = dict(told(blocks, Facts)[0].pairs)
    assert (pairs["Body"], pairs["Place"]) == ("All", "School")
    assert [each.text for each in told(blocks, Quote)] == [
        "Endorsed.",
        "It comes in June.",
    ]
    assert told(blocks, Listing)[0].table.rows == ((1, "Endorsed, but."),)


def test_the_questions_of_the_version_that_was_asked_are_annexed(surveyed, amina):
    from distretto.web.diagnosis.rules import studies

    study = studies.begin_study(surveyed.cluster, title="Study", by=amina)
    study.wave = surveyed.wave
    [listing] = told(study_annexes.annexes(study, None, ENGLISH), Listing)
    rows = {row[1]: row for row in listing.table.rows}
    assert rows["INF1"][2:] == (
        "For how many hours in a week is the power cut?",
        "hours per week, last month",
    )
    assert listing.caption == f"Questions of “{surveyed.form}”"


def test_the_map_tells_no_name_and_no_exact_place(study, cluster, programme):
    for number in range(5):
        firm = Organisation.objects.create(
            programme=programme,
            name=f"Secret {number}",
            latitude=10.123456 + number / 10,
            longitude=20.5,
        )
        ClusterMember.objects.create(cluster=cluster, organisation=firm)
    [drawing] = told(study_annexes.annexes(study, None, ENGLISH), Drawing)
    assert drawing.svg.count("<circle") == 5 and "Secret" not in drawing.svg
    Organisation.objects.filter(name="Secret 0").update(retired_at="2026-01-01T00:00Z")
    assert not told(study_annexes.annexes(study, None, ENGLISH), Drawing)


def test_the_map_counts_firms_of_which_it_is_known_where_they_are(
    study, cluster, programme
):
    """Eight firms, four of them with a place: fewer than five; a fifth stands where
    another does, and their dots are four."""
    firms = [
        Organisation.objects.create(
            programme=programme,
            name=f"Secret {number}",
            latitude=10.1 + number / 10 if number < 4 else None,
            longitude=20.5 if number < 4 else None,
        )
        for number in range(8)
    ]
    for firm in firms:
        ClusterMember.objects.create(cluster=cluster, organisation=firm)
    assert not told(study_annexes.annexes(study, None, ENGLISH), Drawing)
    Organisation.objects.filter(name="Secret 7").update(latitude=10.1, longitude=20.5)
    [drawing] = told(study_annexes.annexes(study, None, ENGLISH), Drawing)
    assert drawing.svg.count("<circle") == 4


def test_a_text_is_cut_at_the_end_of_a_sentence():
    text = "Firms are small. They sell to three buyers.\n\nNobody trains."
    assert study_shorts.first_sentences(text, 8) == (
        "Firms are small. They sell to three buyers."
    )
    assert study_shorts.first_sentences(text, 7) == "Firms are small."
    # One sentence is said whole, however long.
    assert study_shorts.first_sentences(text, 1) == "Firms are small."
    assert study_shorts.first_sentences("", 5) == ""


def test_a_summary_keeps_its_paragraphs_and_lists():
    text = "Firms are small.\n\nThey can:\n- sell jointly;\n- train. Nobody does."
    whole = [
        "Firms are small.",
        "They can:",
        "- sell jointly;",
        "- train. Nobody does.",
    ]
    assert study_shorts.first_paragraphs(text, 20) == whole
    # 3 + 2 + 3 words, and 2 of the last line: 10 of its 12 in all.
    assert study_shorts.first_paragraphs(text, 10) == [*whole[:3], "- train."]
    assert study_shorts.first_paragraphs(text, 6) == whole[:2]
    assert study_shorts.first_paragraphs("", 6) == []


def test_every_code_that_a_text_may_cite_is_in_the_annex(study):
    for title, is_confidential in (
        ("Prices", False),
        ("Wages", True),
        ("Looms", False),
    ):
        Evidence.objects.create(
            study=study, kind="document", title=title, is_confidential=is_confidential
        )
    listing = told(study_annexes.annexes(study, None, ENGLISH), Listing)[-1]
    assert [row[:2] for row in listing.table.rows] == [
        ("E1", "Prices"),
        ("E2", "A source that is kept back"),
        ("E3", "Looms"),
    ]
    assert "Wages" not in str(listing)


@pytest.fixture
def told_of(study):
    UnitType.objects.create(
        study=study,
        name="Job knitters",
        count=61,
        employment=Decimal(6),
        turnover=Decimal(380000),
        currency="LDR",
    )
    UnitType.objects.create(study=study, name="Traders", count=10)
    inside = Finding.objects.create(
        study=study, quadrant="W", statement="Colours run.", bottleneck="TEC"
    )
    outside = Finding.objects.create(
        study=study, quadrant="O", statement="A site is free."
    )
    StrategyOption.objects.create(
        study=study, inside=inside, outside=outside, statement="A joint dye house."
    )
    Problem.objects.create(study=study, statement="Dye houses are old")
    return study


def test_the_snapshot_has_units_concerns_by_field_and_proposals(told_of):
    blocks = study_shorts.snapshot(told_of, ENGLISH)
    units, proposals = told(blocks, Listing)
    # 61 x 6 = 366 persons, 61 x 380,000 = 23,180,000; of traders it is not known.
    assert units.table.rows == (
        ("Job knitters", 61, 366, 23_180_000, ""),
        ("Traders", 10, None, None, ""),
    )
    concerns = dict(told(blocks, Facts)[1].pairs)
    assert concerns == {
        "Technology and quality": "Colours run.",
        "Other": "Dye houses are old.",
    }
    assert proposals.table.rows == (
        ("A joint dye house.", "Mends: Colours run.", "Uses: A site is free."),
    )


def test_the_snapshot_is_one_page_however_much_there_is_to_say(
    client_of, amina, told_of, address
):
    for code in ("TEC", "INF", "SKI", "MKT", "CRE", "COO"):
        for number in range(4):
            Finding.objects.create(
                study=told_of,
                quadrant="T",
                statement=f"{number} " + "much is said of it " * 20,
                bottleneck=code,
            )
    url = address("study-file", told_of.pk, "snapshot", "pdf")
    pdf = client_of(amina).get(url).content
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_the_summary_says_edition_status_day_and_figures(told_of, cluster):
    firm = Organisation.objects.create(programme=cluster.programme, name="A")
    ClusterMember.objects.create(cluster=cluster, organisation=firm)
    cluster.programme.is_fictitious = True
    pairs = dict(told(study_shorts.summary(told_of, ENGLISH), Facts)[0].pairs)
    assert pairs["Edition"] == "1 · Draft"
    assert pairs["Written on"]
    assert pairs["Firms of the cluster"] == "1"
    assert pairs["Programme"].endswith("all figures and names are fictitious")
