"""Letters to those that were not chosen: as written, else from the template."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from distretto.formats import letters as formats
from distretto.formats.charts.language import Language
from distretto.web.selection.models import Candidate, Choice, Letter, Round
from distretto.web.selection.twins import twins_of_chosen

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class LetterLine:
    """A candidate that was not chosen, and the languages its letter is written in."""

    candidate: Candidate
    written: tuple[str, ...]


def not_chosen(round_: Round) -> Any:
    """The candidates that left the round, as they are named.

    Without those whose cluster was chosen under another name.
    """
    left = round_.candidates.current().exclude(left_at="")
    twins = twins_of_chosen(round_, left.only("industries", "regions"))
    return left.exclude(pk__in=[each.pk for each in twins]).order_by("name")


def letter_lines(candidates: list[Candidate]) -> list[LetterLine]:
    """The candidates, with the letters that somebody has written for them."""
    letters = Letter.objects.current().filter(candidate__in=candidates)
    written: dict[Any, list[str]] = {}
    for candidate, language in letters.values_list("candidate_id", "language"):
        written.setdefault(candidate, []).append(language)
    return [
        LetterLine(each, tuple(sorted(written.get(each.pk, ())))) for each in candidates
    ]


def letter_of(candidate: Candidate, language: str, signed: str = "") -> Letter:
    """The letter in this language, or a new one with the words of the template."""
    there = candidate.letters.current().filter(language=language).first()
    if there:
        return there
    return Letter(
        candidate=candidate,
        language=language,
        addressee=candidate.nominated_by,
        text=_from_template(candidate, language, signed),
    )


def printed(letter: Letter) -> formats.Letter:
    """The letter as it is printed, in its own language whatever that of the page."""
    round_ = letter.candidate.round
    with translation.override(letter.language):
        language = Language(letter.language, gettext, ngettext)
        return formats.Letter(
            programme=round_.programme.name,
            date=date_format(timezone.localdate()),
            addressee=letter.addressee,
            subject=formats.subject_of(letter.candidate.name, language),
            text=letter.text,
            language=language,
        )


def _from_template(candidate: Candidate, language: str, signed: str) -> str:
    round_ = candidate.round
    chosen = Choice.objects.current().filter(
        decision__round=round_, decision__retired_at=None, is_chosen=True
    )
    names = chosen.order_by("candidate__name").values_list("candidate__name", flat=True)
    own = Language(language).own
    with translation.override(language):
        text = render_to_string(
            f"selection/letters/{language}.txt",
            {
                "candidate": candidate,
                "candidates": round_.candidates.current().count(),
                "round": round_,
                "programme": round_.programme,
                "decision": round_.decisions.current().first(),
                "reasons": own(candidate.left_because),
                "chosen": own("; ".join(names)) if round_.is_announced else "",
                "signed": signed,
            },
        )
    return text.strip()
