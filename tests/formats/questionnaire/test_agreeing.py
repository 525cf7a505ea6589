"""Who agrees to take part is known whatever a form calls its answers."""

from dataclasses import replace

import polars as pl
import pytest
from tests.formats.kobo.export import NAMES, ROWS, write_csv
from tests.formats.questionnaire.test_paper import word_text

from distretto.formats.kobo import read_responses
from distretto.formats.questionnaire import Choice, bottleneck_questionnaire
from distretto.formats.questionnaire.agreeing import AGREES, TO_WHAT, YES, agrees
from distretto.formats.questionnaire.checking import problems_of
from distretto.formats.survey.bottlenecks import agreed

FORM = bottleneck_questionnaire()


def asking(*choices):
    """The bottleneck survey with other answers to the question of consent."""
    offered = tuple(
        Choice(name, labels if isinstance(labels, dict) else {"en": labels})
        for name, labels in choices
    )
    first, *others = FORM.blocks
    questions = tuple(
        replace(each, kind="select", choices="consenting")
        if each.code == "consent"
        else each
        for each in first.questions
    )
    return replace(
        FORM,
        blocks=(replace(first, questions=questions), *others),
        choices={**FORM.choices, "consenting": offered},
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["yes"], True),
        (["oui", "Oui"], True),
        (["si", "Sí, acepto"], True),
        (["1", "J’accepte de participer"], True),
        (["2", "Je n’accepte pas"], False),
        (["a", "أوافق"], True),
        (["b", "لا أوافق"], False),
        (["c", "हाँ"], True),
        (["d", "同意"], True),
        (["e", "不同意"], False),
        (["sim", "Sim"], True),
        (["ya", "Ya, bersedia"], True),
        (["y", "Yes, but not recorded"], True),
        (["no_consent"], False),
        (["x", "I don’t agree"], False),
        (["later", "Another day"], None),
        (["yes", "No"], None),  # contradicts itself
        (["1", ""], None),
        ([], None),
    ],
)
def test_what_answers_say(words, said):
    assert agrees(words) is said


@pytest.mark.parametrize(
    "text",
    [
        "Consent denied",
        "Consent withheld",
        "Consent withdrawn",
        "Consent rejected",
        "Rejects consent",
        "without consent",
        "consent_no",
        "Unable to consent",
        "Won’t agree",
        "Unwilling to accept",
        "None of these agree",
        "Has agreed to nothing",
        "Agreed, later",
        "Yes, but I refuse",
        "sans accord",
        "sin acuerdo",
        "sem acordo",
        "Kein Einverständnis",
        "ليس موافق",
        "لم يوافق",
        "जी नहीं",
        "是，不愿意",
    ],
)
def test_refusals_and_doubt_agree_to_nothing(text):
    assert not agrees([text])
    assert not asking(("yes", "Yes"), ("no", "No")).agreed(text)


@pytest.mark.parametrize(
    "text",
    [
        "I agree",
        "I agree to take part in this survey.",
        "Consent given",
        "Yes, I agree",
        "d’accord",
        "Estoy de acuerdo",
        "Concordo",
        "Ja, gerne",
        "Ich bin einverstanden",
        "نعم",
        "موافق",
        "सहमत हूँ",
        "我同意参加",
    ],
)
def test_whole_phrases_agree(text):
    assert agrees([text])


def test_no_phrase_that_agrees_holds_a_word_of_refusal():
    for phrase in YES | AGREES | TO_WHAT:
        assert agrees([f"yes {phrase}"]), phrase


LISTS = [
    [("oui", "Oui"), ("non", "Non")],
    [("non", {"en": "No", "fr": "Non"}), ("oui", {"en": "Yes", "fr": "Oui"})],
    [("si", "Sí"), ("no", "No")],
    [("1", "I agree"), ("0", "I do not agree")],
    [("2", "Refuse"), ("1", "Accept"), ("3", "Another day")],
]


@pytest.mark.parametrize("choices", LISTS)
def test_responses_of_own_forms_count(tmp_path, choices):
    """u-1 and u-2 agree, u-3 does not; only of the first two is more asked for."""
    form = asking(*choices)
    (yes,) = form.agreeing
    no = next(name for name, _ in choices if name in ("non", "no", "0", "2"))
    place = NAMES.index("A/consent")
    rows = [[*row] for row in ROWS]
    for row, name in zip(rows, (yes, yes, no), strict=True):
        row[place] = name
    found = read_responses(write_csv(tmp_path / "e.csv", [NAMES, *rows]), form)
    assert agreed(found)["response"].to_list() == ["u-1", "u-2"]
    assert found.faults.filter(pl.col("response") == "u-3").height == 0
    assert [
        each.code for each in problems_of(form) if each.code == "nobody_agrees"
    ] == []


def test_what_is_not_answered_or_not_offered_agrees_to_nothing():
    form = asking(("oui", "Oui"), ("non", "Non"), ("plus_tard", "Un autre jour"))
    assert [form.agreed(each) for each in ("oui", "non", "plus_tard")] == [
        True, False, False,
    ]  # fmt: skip
    assert [form.agreed(each) for each in (None, "", "perhaps")] == [None] * 3
    # Of an earlier form, whose answers are kept.
    assert [form.agreed(each) for each in ("yes", "no")] == [True, False]


def test_a_form_without_an_answer_that_agrees_is_told():
    form = asking(("a", "Ewe"), ("b", "Aale"))
    (problem,) = problems_of(form)[:1]
    assert problem.code == "nobody_agrees" and "“consent”" in problem.sentence
    assert form.agreeing == () and form.agreed("a") is None
    labelled = asking(("a", {"en": "Yes", "ee": "Ewe"}), ("b", "Aale"))
    assert labelled.agreeing == ("a",)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([("1", "Consent given"), ("2", "Consent withheld")], None),
        ([("1", "I agree"), ("2", "Agreed")], "nobody_can_refuse"),
        ([("1", "I agree")], "nobody_can_refuse"),
        ([("a", "Yes, taped"), ("b", "Yes, written"), ("c", "No")], "several_agree"),
    ],
)
def test_a_form_in_which_several_answers_agree_is_told(choices, code):
    found = {each.code for each in problems_of(asking(*choices))}
    told = {"nobody_agrees", "nobody_can_refuse", "several_agree"} & found
    assert told == ({code} if code else set())


def test_a_retired_answer_still_agrees_and_is_not_enough():
    form = asking(("yes", "Yes"), ("a", "Ewe"))
    old, new = form.choices["consenting"]
    offered = (replace(old, is_retired=True), new)
    form = replace(form, choices={**form.choices, "consenting": offered})
    assert form.agreed("yes") and form.agreed("a") is False
    assert "nobody_agrees" in {each.code for each in problems_of(form)}


def test_paper_goes_on_with_the_answer_that_agrees(tmp_path):
    form = asking(("no", "I refuse"), ("yes", "I accept"))
    text = word_text(form, tmp_path)
    assert "only if the answer to the first question is “I accept”" in text
    assert "Only if consent is" not in text


def test_paper_of_a_free_consent_says_nothing_of_it(tmp_path):
    first, *others = FORM.blocks
    questions = tuple(
        replace(each, kind="text", choices="") if each.code == "consent" else each
        for each in first.questions
    )
    form = replace(FORM, blocks=(replace(first, questions=questions), *others))
    assert "Go on only if" not in word_text(form, tmp_path)
    assert form.agreed("Oui, bien sûr") and form.agreed("Pas maintenant") is False
