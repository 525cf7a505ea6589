"""The decision: people choose, with reasons; nobody is chosen by arithmetic."""

from datetime import date

import pytest
from tests.web.selection.test_rounds import check_funnel_adds_up

from distretto.errors import RuleError
from distretto.web.accounts.models import Role
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Cluster, Place
from distretto.web.selection.models import Round
from distretto.web.selection.queries import letters as letter_queries
from distretto.web.selection.queries import report as report_queries
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import decision as rules
from distretto.web.selection.rules import letters as letter_rules
from distretto.web.selection.rules import vetoes as veto_rules
from distretto.web.selection.rules.decision import Verdict
from distretto.web.selection.templatetags.wording import ranked

MEETING = {
    "decided_on": date(2026, 5, 4),
    "validators": "Ministry; Chamber",
    "minutes": "Seen and discussed.",
}


def choose(round_, *names, by, rest="Places for two only."):
    chosen = round_.candidates.filter(name__in=names)
    verdicts = {each.pk: Verdict(True, f"{each} leads.") for each in chosen}
    return rules.write_decision(
        round_, verdicts, by=by, reasons_for_rest=rest, **MEETING
    )


def test_everybody_at_the_end_is_chosen_or_gone_with_a_reason(scored, boris):
    choose(scored, "Knitwear", "Handloom", by=boris)
    decided = rules.validate_decision(scored, by=boris)
    assert decided.stage == Round.Stage.VALIDATED
    left = decided.candidates.get(name="Footwear")
    assert (left.left_at, left.left_because) == ("scored", "Places for two only.")
    decided = rules.announce(decided, by=boris, on=date(2026, 5, 10))
    funnel = check_funnel_adds_up(decided)
    assert [each.reached for each in funnel.stages] == [3, 3, 3, 2, 2]


def test_who_is_neither_chosen_nor_not_holds_the_decision_up(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris, rest="")
    with pytest.raises(RuleError) as refusal:
        rules.validate_decision(scored, by=boris)
    assert refusal.value.code == "undecided"
    assert refusal.value.params["candidate"] == "Handloom"
    check_funnel_adds_up(scored)


def test_another_number_than_planned_is_a_gate(scored, boris):
    choose(scored, "Knitwear", by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.validate_decision(scored, by=boris)
    assert refusal.value.code == "other_number_chosen"
    rules.validate_decision(scored, by=boris, reason="Money for one.")
    assert "Money for one." in Deed.objects.get(did="decision.validated").reason


def test_a_veto_cannot_be_outvoted(scored, boris):
    footwear = scored.candidates.get(name="Footwear")
    veto_rules.raise_veto(footwear, by=boris, ground="Children work there.")
    choose(scored, "Knitwear", "Footwear", by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.validate_decision(scored, by=boris)
    assert refusal.value.code == "chosen_despite_veto"
    assert not scored.candidates.filter(stage="validated").exists()  # nothing half done


def test_who_is_ruled_out_leaves_on_that_ground(scored, boris):
    footwear = scored.candidates.get(name="Footwear")
    veto_rules.raise_veto(footwear, by=boris, ground="Children work there.")
    verdicts = {
        each.pk: Verdict(True, "Leads.")
        for each in scored.candidates.exclude(pk=footwear.pk)
    }
    rules.write_decision(scored, verdicts, by=boris, **MEETING)
    rules.validate_decision(scored, by=boris)
    footwear.refresh_from_db()
    assert footwear.left_because == "Children work there."


def test_a_choice_without_reasons_is_refused_whole(scored, boris):
    knitwear = scored.candidates.get(name="Knitwear")
    with pytest.raises(RuleError) as refusal:
        rules.write_decision(
            scored, {knitwear.pk: Verdict(True, " ")}, by=boris, **MEETING
        )
    assert refusal.value.code == "reasons_missing"
    assert not scored.decisions.exists()


def test_someone_left_waiting_holds_the_decision_up(scored, amina, boris):
    candidate_rules.nominate(scored, by=amina, name="Pottery", reason="Late.")
    choose(scored, "Knitwear", "Footwear", by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.validate_decision(scored, by=boris)
    assert refusal.value.code == "still_waiting"


def test_a_validation_is_undone_with_a_reason_only(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris)
    rules.validate_decision(scored, by=boris)
    deed = Deed.objects.get(did="decision.validated")
    with pytest.raises(RuleError) as refusal:
        undo(deed, by=boris)
    assert refusal.value.code == "reason_missing"
    undo(deed, by=boris, reason="The chamber was not invited.")
    back = Round.objects.get(pk=scored.pk)
    assert back.stage == Round.Stage.SCORED
    assert not back.candidates.exclude(left_at="").exists()
    check_funnel_adds_up(back)


def test_nothing_moves_under_a_validated_decision(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris)
    decided = rules.validate_decision(scored, by=boris)
    handloom = decided.candidates.get(name="Handloom")
    for refused in (
        lambda: candidate_rules.take_back([handloom], by=boris),
        lambda: veto_rules.raise_veto(handloom, by=boris, ground="Late."),
        lambda: candidate_rules.nominate(decided, by=boris, name="X", reason="Late."),
    ):
        with pytest.raises(RuleError):
            refused()


def test_only_a_validated_decision_is_announced(scored, boris):
    with pytest.raises(RuleError) as refusal:
        rules.announce(scored, by=boris, on=date(2026, 5, 10))
    assert refusal.value.code == "not_validated"


def test_a_chosen_candidate_becomes_a_cluster_with_its_places(scored, programme, boris):
    place = Place.objects.create(programme=programme, code="D07", name="Ostra")
    knitwear = scored.candidates.get(name="Knitwear")
    candidate_rules.change_candidate(knitwear, by=boris, regions=["D07", "unknown"])
    with pytest.raises(RuleError) as refusal:
        rules.make_cluster(knitwear, by=boris)
    assert refusal.value.code == "not_chosen"
    choose(scored, "Knitwear", "Footwear", by=boris)
    rules.validate_decision(scored, by=boris)
    assert not Cluster.objects.exists()  # nothing by itself
    cluster = rules.make_cluster(knitwear, by=boris)
    assert [each.place for each in cluster.places.all()] == [place]
    assert "First round" in cluster.origin and "Knitwear leads." in cluster.origin
    with pytest.raises(RuleError):
        rules.make_cluster(knitwear, by=boris)
    undo(Deed.objects.get(did="cluster.made"), by=boris)
    knitwear.refresh_from_db()
    assert knitwear.cluster is None and not Cluster.objects.current().exists()


def test_members_and_observers_read_after_the_announcement(
    scored, boris, person_as, client_of
):
    hugo = person_as(Role.Kind.OBSERVER, "Hugo")
    url = f"/p/lindara/selection/rounds/{scored.pk}/decision/"
    choose(scored, "Knitwear", "Footwear", by=boris)
    decided = rules.validate_decision(scored, by=boris)
    assert client_of(hugo).get(url).status_code == 404
    listing = client_of(hugo).get("/p/lindara/selection/").content.decode()
    assert "First round" not in listing
    rules.announce(decided, by=boris, on=date(2026, 5, 10))
    assert "Knitwear leads." in client_of(hugo).get(url).content.decode()


def test_a_draft_decision_is_nobodys_business_yet(scored, amina, boris, client_of):
    choose(scored, "Knitwear", "Footwear", by=boris)
    for tail in ("decision/", "", f"candidates/{scored.candidates.first().pk}/"):
        page = client_of(amina).get(f"/p/lindara/selection/rounds/{scored.pk}/{tail}")
        assert "leads." not in page.content.decode()
    assert report_queries.report_of(scored, boris).decision is None


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("en", "Dear colleagues"),
        ("fr", "Mesdames, Messieurs"),
        ("es", "Estimadas y estimados colegas"),
        ("ar", "السيدات والسادة"),
    ],
)
def test_letters_begin_from_the_template_of_their_language(
    scored, boris, language, greeting
):
    choose(scored, "Knitwear", "Footwear", by=boris)
    decided = rules.validate_decision(scored, by=boris)
    handloom = decided.candidates.get(name="Handloom")
    letter = letter_queries.letter_of(handloom, language, "Boris")
    assert greeting in letter.text
    assert "Places for two only." in letter.text and "Boris" in letter.text
    # The choice is not told before it is announced.
    assert "Knitwear" not in letter.text
    assert letter.addressee == "Chamber of Crafts"


def test_a_letter_is_kept_as_it_was_written(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris)
    handloom = scored.candidates.get(name="Handloom")
    with pytest.raises(RuleError):
        letter_rules.write_letter(handloom, "en", by=boris, addressee="", text="No.")
    rules.validate_decision(scored, by=boris)
    handloom = scored.candidates.get(name="Handloom")
    letter_rules.write_letter(
        handloom, "en", by=boris, addressee="The chamber", text="We are sorry."
    )
    assert letter_queries.letter_of(handloom, "en").text == "We are sorry."


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")]
)
def test_the_report_is_a_file_of_each_kind(scored, boris, client_of, kind, begins):
    choose(scored, "Knitwear", "Footwear", by=boris)
    rules.validate_decision(scored, by=boris)
    url = f"/p/lindara/selection/rounds/{scored.pk}/report/{kind}/"
    answer = client_of(boris).get(url)
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert f'filename="first-round.{kind}"' in answer["Content-Disposition"]


def test_the_report_says_what_the_pages_say(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris)
    decided = rules.validate_decision(scored, by=boris)
    report = report_queries.report_of(decided, boris, by_name=True)
    # By hand, see conftest: 25 x (0.5 x 4 + 0.3 x 4 + 0.2 x 4 - 1) = 75
    assert report.methods["weighted-sum"]["Knitwear"].score == pytest.approx(75)
    assert report.mean("Knitwear", "Firms") == 4
    assert report.votes["Farah"]["Knitwear"]["Leaders"] is None
    said = [words for test in report.tests for words in test.answers.values()]
    assert not any(".0)" in words for words in said)
    assert {each.name: each.chosen for each in report.candidates} == {
        "Footwear": True,
        "Handloom": False,
        "Knitwear": True,
    }


def typed_decision(round_, *chosen, **more):
    """What the page sends: the meeting, and a verdict on each candidate."""
    verdicts = {
        f"{name}-{each.pk}": said
        for each in round_.candidates.current()
        for name, said in (
            ("chosen", "yes" if each.name in chosen else "no"),
            ("reasons", f"{each.name} was discussed."),
        )
    }
    return {**MEETING, "minority_view": "", "reasons_for_rest": "", **verdicts, **more}


def test_validating_saves_what_was_typed(scored, boris, client_of):
    url = f"/p/lindara/selection/rounds/{scored.pk}/decision/validate/"
    sent = typed_decision(scored, "Knitwear", "Handloom")
    assert client_of(boris).post(url, sent).status_code == 302
    scored.refresh_from_db()
    assert scored.stage == Round.Stage.VALIDATED
    decision = scored.decisions.get()
    assert decision.minutes == "Seen and discussed."
    chosen = decision.choices.filter(is_chosen=True)
    assert {each.candidate.name for each in chosen} == {"Knitwear", "Handloom"}
    deed = Deed.objects.latest("at")
    assert deed.did == "decision.validated"  # one deed, so that one undoing is enough
    undo(deed, by=boris, reason="Too early.")
    assert not scored.decisions.current().exists()


def test_a_refused_validation_keeps_what_was_typed(scored, boris, client_of):
    client = client_of(boris)
    url = f"/p/lindara/selection/rounds/{scored.pk}/decision/validate/"
    sent = typed_decision(scored, "Knitwear")  # one, and the round is to choose two
    answer = client.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and not scored.decisions.exists()
    assert "1 are chosen, and the round is to choose 2" in text
    assert "Handloom was discussed." in text and "Seen and discussed." in text
    wrong = sent | {"decided_on": "some day", "reason": "Money for one."}
    assert "Money for one." in client.post(url, wrong).content.decode()
    assert client.post(url, sent | {"reason": "Money for one."}).status_code == 302
    assert "Money for one." in Deed.objects.get(did="decision.validated").reason


def test_an_unclear_day_of_announcement_stays_in_its_field(scored, boris, client_of):
    choose(scored, "Knitwear", "Footwear", by=boris)
    rules.validate_decision(scored, by=boris)
    url = f"/p/lindara/selection/rounds/{scored.pk}/decision/announce/"
    answer = client_of(boris).post(url, {"on": "soon"})
    assert answer.status_code == 422 and 'value="soon"' in answer.content.decode()


def test_a_letter_is_saved_whichever_button_is_pressed(scored, boris, client_of):
    choose(scored, "Knitwear", "Footwear", by=boris)
    rules.validate_decision(scored, by=boris)
    client, handloom = client_of(boris), scored.candidates.get(name="Handloom")
    url = f"/p/lindara/selection/rounds/{scored.pk}/candidates/{handloom.pk}/letter/en/"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in ("addressee", "text")}
    # Only looked at: the template is printed, and no letter is kept.
    answer = client.post(url, shown | {"then": "pdf"})
    assert answer["Location"].endswith("/en/pdf/") and not handloom.letters.exists()
    answer = client.post(url, {**shown, "text": "We are sorry.", "then": "docx"})
    assert answer["Location"].endswith("/en/docx/")
    assert handloom.letters.get().text == "We are sorry."
    answer = client.post(url, {**shown, "text": "Alas.", "then": "fr"})
    assert answer["Location"].endswith("/fr/")
    assert handloom.letters.get().text == "Alas."


def typed(round_, **verdicts):
    """A form of the decision: `Knitwear=("yes", "It leads.")`."""
    named = {each.name: each.pk for each in round_.candidates.current()}
    sent = MEETING | {"minority_view": "", "reasons_for_rest": ""}
    for name, (chosen, reasons) in verdicts.items():
        sent |= {f"chosen-{named[name]}": chosen, f"reasons-{named[name]}": reasons}
    return sent


def decision_page(round_, part=""):
    return f"/p/lindara/selection/rounds/{round_.pk}/decision/{part}"


def test_every_missing_reason_is_named_at_its_field(scored, boris, client_of):
    sent = typed(
        scored, Knitwear=("yes", ""), Footwear=("no", " "), Handloom=("no", "Late.")
    )
    refused = client_of(boris).post(decision_page(scored), sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    named = {each.name: each.pk for each in scored.candidates.all()}
    lacking = {f"reasons-{named[name]}" for name in ("Knitwear", "Footwear")}
    assert set(refused.context["form"].errors) == lacking
    for name in lacking:
        assert f'<a href="#id_{name}">' in page and f'id="id_{name}_error"' in page
    for name in ("Knitwear", "Footwear"):
        assert f"Give the reasons for “{name}”." in page
    assert "Late." in page and not scored.decisions.exists()


def test_all_that_are_undecided_are_named_before_the_decision_binds(
    scored, boris, amina, client_of
):
    """Who is ruled out needs no verdict, and with a reason for the rest nobody does."""
    veto_rules.raise_veto(
        scored.candidates.get(name="Handloom"), by=boris, ground="Fumes."
    )
    client = client_of(boris)
    sent = typed(scored, Knitwear=("", ""), Footwear=("", ""), Handloom=("", ""))
    refused = client.post(decision_page(scored, "validate/"), sent)
    said = refused.context["form"].errors
    named = {each.name: each.pk for each in scored.candidates.all()}
    assert set(said) == {f"chosen-{named[name]}" for name in ("Knitwear", "Footwear")}
    # The page that refuses is not where the draft is written.
    page = refused.content.decode()
    assert f'<form method="post" action="{decision_page(scored)}">' in page
    assert f'href="{decision_page(scored)}" aria-current="page"' in page
    # As a draft it may be written down so, and the page says that it was.
    told = client.post(decision_page(scored), sent, follow=True).content.decode()
    assert "The decision is written down." in told


def test_the_page_of_the_decision_says_ranks_with_their_ranges(
    scored, boris, client_of
):
    """As the page of the ranking does; Handloom is third whatever is missing.

    Weighted sum: its 27.5 to 47.5 stay below the 70 and 75 of the other two.
    """
    client = client_of(boris)
    ranking = f"/p/lindara/selection/rounds/{scored.pk}/ranking/"
    lines = client.get(ranking).context["lines"]
    page = client.get(decision_page(scored)).content.decode()
    assert "Rank by weighted sum 3 (37.5 of 100)" in page
    for method in (each for line in lines for each in line.columns):
        assert ranked(method) in page


@pytest.mark.parametrize(
    ("rank", "best", "worst", "said"),
    [
        (3, 3, 3, "3"),
        (3, 3, 4, '3 <bdi dir="ltr" class="range">(3–4)</bdi>'),
        (None, None, None, '<span class="unknown">unknown</span>'),
    ],
)
def test_a_rank_is_said_with_its_range(rank, best, worst, said):
    method = {"rank": rank, "rank_best": best, "rank_worst": worst}
    assert ranked(method) == said


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_letter_is_typed_the_way_of_its_language(
    scored, boris, client_of, language, way
):
    choose(scored, "Knitwear", "Handloom", by=boris)
    rules.validate_decision(scored, by=boris)
    left = scored.candidates.get(name="Footwear")
    url = (
        f"/p/lindara/selection/rounds/{scored.pk}/candidates/{left.pk}/"
        f"letter/{language}/"
    )
    page = client_of(boris).get(url).content.decode()
    for name in ("addressee", "text"):
        field = page.split(f'<textarea name="{name}"')[1].split(">")[0]
        assert f'lang="{language}"' in field and f'dir="{way}"' in field


def test_a_letter_is_signed_with_a_name_and_never_with_an_address(
    scored, boris, client_of
):
    choose(scored, "Knitwear", "Handloom", by=boris)
    rules.validate_decision(scored, by=boris)
    left = scored.candidates.get(name="Footwear")
    url = f"/p/lindara/selection/rounds/{scored.pk}/candidates/{left.pk}/letter/en/"
    client = client_of(boris)
    signed = client.get(url).context["form"]["text"].value()
    assert signed.endswith(f"{boris.name}\n{scored.programme.name}")
    boris.name = ""
    boris.save()
    signed = client.get(url).context["form"]["text"].value()
    assert boris.email not in signed
    assert signed.endswith(f"you gave.\n\n{scored.programme.name}")
