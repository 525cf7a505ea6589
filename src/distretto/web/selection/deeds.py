"""What the deeds of this app are called, and which may not be undone just like that."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.errors import RuleError, gettext_noop
from distretto.web.history import deeds
from distretto.web.history.models import Deed
from distretto.web.history.rules.writing import BATCH
from distretto.web.selection.models import Round
from distretto.web.selection.rules.gates import check_not_decided

deeds.titles(
    {
        "map.saved": _("Cluster map saved"),
        "map.renamed": _("Cluster map renamed"),
        "map.retired": _("Cluster map put away"),
        "localisation.asked": _("Asked which industries stand close together"),
        "round.started": _("Round started"),
        "round.changed": _("Settings of the round changed"),
        "round.long_list_closed": _("Long list closed"),
        "round.announced": _("Choice announced"),
        "candidates.added": _("Candidates added from a map"),
        "candidates.shortlisted": _("Moved to the short list"),
        "candidates.left": _("Left the round"),
        "candidates.returned": _("Taken back"),
        "candidate.nominated": _("Candidate nominated"),
        "candidate.changed": _("Candidate changed"),
        "figure.added": _("Figure added"),
        "figures.added": _("Figures added from a map"),
        "figure.preferred": _("Another figure used"),
        "figure.removed": _("Figure taken away"),
        "test.added": _("Test added"),
        "test.changed": _("Test changed"),
        "test.removed": _("Test removed"),
        "test.answered": _("Test answered"),
        "test.answer_withdrawn": _("Answer withdrawn"),
        "criterion.added": _("Criterion added"),
        "criterion.changed": _("Criterion changed"),
        "criterion.removed": _("Criterion removed"),
        "weights.changed": _("Weights changed"),
        "weights.fixed": _("Weights fixed"),
        "weights.unfixed": _("Weights opened again"),
        "assessor.invited": _("Assessor invited"),
        "assessor.dismissed": _("Assessor dismissed"),
        "score.given": _("Score given"),
        "scores.handed_in": _("Scores handed in"),
        "scores.taken_back": _("Scores taken back"),
        "scoring.closed": _("Scoring closed"),
        "scoring.reopened": _("Scoring opened again"),
        "veto.raised": _("Candidate ruled out"),
        "veto.withdrawn": _("Veto withdrawn"),
        "decision.written": _("Decision written"),
        "decision.validated": _("Decision validated"),
        "cluster.made": _("Cluster made of a candidate"),
        "letter.written": _("Letter written"),
    }
)


@deeds.guard("score.given", "scores.handed_in", "scores.taken_back")
def scores_are_their_assessors(entry: Any, *, by: Any) -> None:
    """A score is taken back by whoever gave it, and not once all have seen it."""
    if entry.who_id != by.pk:
        raise RuleError(
            "not_your_sheet",
            gettext_noop("Scores are given by the assessor in person."),
        )
    for round_ in rounds_of(entry):
        if round_.is_scoring_closed:
            raise RuleError(
                "scores_seen",
                gettext_noop(
                    "The scores have been seen. Give another one instead, with the "
                    "reason why it comes late."
                ),
            )


@deeds.guard(
    "weights.changed",
    "weights.fixed",
    "weights.unfixed",
    "criterion.added",
    "criterion.changed",
    "criterion.removed",
)
def weights_do_not_change_in_silence(entry: Any, *, by: Any) -> None:
    """What fixed weights or seen scores rest on is taken back with a reason only."""
    for round_ in rounds_of(entry):
        check_not_decided(round_)
        if round_.has_fixed_weights or was_seen(round_) or entry.did == "weights.fixed":
            _say_why(entry)


@deeds.guard(
    "scoring.closed", "scoring.reopened", "decision.validated", "round.announced"
)
def turning_points_want_a_reason(entry: Any, *, by: Any) -> None:
    """To take back what others have built on or heard of, say why."""
    _say_why(entry)


@deeds.guard(
    "round.long_list_closed",
    "candidates.added",
    "candidates.shortlisted",
    "candidates.left",
    "candidates.returned",
    "candidate.nominated",
    "veto.raised",
    "veto.withdrawn",
    "figures.added",
    "figure.preferred",
    "figure.removed",
    "test.added",
    "test.changed",
    "test.removed",
    "test.answered",
    "test.answer_withdrawn",
    "decision.written",
    "assessor.invited",
    "assessor.dismissed",
)
def a_validated_decision_stands(entry: Any, *, by: Any) -> None:
    """Nothing under a validated decision moves before that is taken back."""
    for round_ in rounds_of(entry):
        check_not_decided(round_)


def was_seen(round_: Round) -> bool:
    """Whether scores have been visible to all at any time."""
    closings = Deed.objects.filter(did="scoring.closed")
    return closings.filter(changes__object_id=round_.pk).exists()


def _say_why(entry: Any) -> None:
    back = Deed.objects.filter(undoes=entry).first()
    if back is None or not back.reason.strip():
        raise RuleError(
            "reason_missing",
            gettext_noop("Say why. The reason is kept in the history of the round."),
        )


# How a changed record leads to its round.
_PATHS = {
    "selection.Candidate": "candidates",
    "selection.Criterion": "criteria",
    "selection.IdentificationTest": "tests",
    "selection.Assessor": "assessors",
    "selection.Decision": "decisions",
    "selection.Score": "candidates__scores",
    "selection.Veto": "candidates__vetoes",
    "selection.IdentificationAnswer": "candidates__answers",
    "selection.Choice": "decisions__choices",
}


def rounds_of(entry: Any) -> list[Round]:
    """The rounds that a deed changed something in."""
    of_model: dict[str, list[Any]] = defaultdict(list)
    for model, pk in entry.changes.values_list("model", "object_id"):
        of_model[model].append(pk)
    found: dict[Any, Round] = {}
    for model, pks in of_model.items():
        path = "pk" if model == "selection.Round" else _PATHS.get(model)
        for start in range(0, len(pks) if path else 0, BATCH):
            changed = {f"{path}__in": pks[start : start + BATCH]}
            found |= Round.objects.filter(**changed).distinct().in_bulk()
    return list(found.values())
