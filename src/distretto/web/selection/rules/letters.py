"""Letters to those that were not chosen."""

from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.selection.models import Candidate, Letter, Round
from distretto.web.selection.rules.gates import keep
from distretto.web.selection.twins import chosen_twin


def write_letter(
    candidate: Candidate, language: str, *, by: Any, addressee: str, text: str
) -> Letter:
    """Keep the words of the letter to a candidate that was not chosen."""
    with deed(
        "letter.written",
        by=by,
        programme=candidate.round.programme_id,
        about=candidate,
    ):
        check_not_chosen(candidate)
        there = candidate.letters.current().filter(language=language).first()
        letter = there or Letter(candidate=candidate, language=language)
        letter.addressee, letter.text = addressee.strip(), text.strip()
        return keep(letter)  # type: ignore[return-value]


def check_not_chosen(candidate: Candidate) -> None:
    """Letters are for those that left, once the decision is validated."""
    candidate = Candidate.objects.select_related("round").get(pk=candidate.pk)
    round_ = candidate.round
    if not (round_.has_reached(Round.Stage.VALIDATED) and candidate.has_left):
        raise RuleError(
            "no_letter_yet",
            gettext_noop(
                "Letters go to those that were not chosen, once the decision is "
                "validated."
            ),
        )
    if twin := chosen_twin(candidate):
        raise RuleError(
            "twin_is_chosen",
            gettext_noop(
                "“%(candidate)s” is the same cluster as “%(chosen)s”, which is chosen. "
                "Nobody is told that it is not."
            ),
            candidate=candidate.name,
            chosen=twin.name,
        )
