"""The decision with what is said of each candidate, in the order of the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from distretto.errors import MethodError
from distretto.web.selection.models import Candidate, Choice, Decision, Round, Veto
from distretto.web.selection.queries import ranking
from distretto.web.selection.queries.candidates import vetoes_of

SHOWN = 30  # candidates on the form; of all others the reason for the rest is said


@dataclass(frozen=True)
class DecisionLine:
    """A candidate before the committee: its ranks, and what was decided."""

    candidate: Candidate
    ranks: dict[str, Mapping[str, Any]]
    score: float | None
    in_top_share: float | None
    choice: Choice | None
    vetoes: tuple[Veto, ...]


@dataclass(frozen=True)
class Draft:
    """A decision as far as it is written."""

    decision: Decision | None
    lines: tuple[DecisionLine, ...]
    choices: dict[UUID, Choice]
    more: int
    is_binding: bool

    @property
    def chosen(self) -> list[DecisionLine]:
        """Who is chosen so far."""
        return [each for each in self.lines if each.choice and each.choice.is_chosen]

    @property
    def not_chosen(self) -> list[DecisionLine]:
        """Who is not chosen so far, with reasons."""
        return [
            each for each in self.lines if each.choice and not each.choice.is_chosen
        ]


def draft_of(round_: Round) -> Draft:
    """The decision with its candidates: the chosen first, then as they rank."""
    decision = round_.decisions.current().first()
    choices = _choices(decision)
    places = _ranks(round_, choices)
    ids = sorted(
        places, key=lambda pk: (not _is_chosen(choices, pk), places[pk]["place"])
    )
    shown = ids[:SHOWN]
    found = {
        str(each.pk): each
        for each in Candidate.objects.filter(pk__in=shown).select_related("cluster")
    }
    vetoes = vetoes_of(list(found.values()))
    return Draft(
        decision=decision,
        lines=tuple(
            _line(found[pk], places[pk], choices, vetoes.get(UUID(pk), []))
            for pk in shown
        ),
        choices=choices,
        more=len(ids) - len(shown),
        is_binding=round_.has_reached(Round.Stage.VALIDATED),
    )


def _choices(decision: Decision | None) -> dict[UUID, Choice]:
    if decision is None:
        return {}
    return {each.candidate_id: each for each in decision.choices.current()}


def _is_chosen(choices: dict[UUID, Choice], pk: str) -> bool:
    choice = choices.get(UUID(pk))
    return choice is not None and choice.is_chosen


def _ranks(round_: Round, choices: dict[UUID, Choice]) -> dict[str, dict[str, Any]]:
    """Ranks of those that are shown; without a ranking, the candidates as they come."""
    try:
        result = ranking.result_of(round_)
    except MethodError:
        scored = ranking.ranked(round_) if round_.is_scoring_closed else []
        return {str(each.pk): _unranked(n) for n, each in enumerate(scored)}
    places = {}
    ranked = result.order()
    order = [*ranked, *sorted(set(range(len(result.candidates))) - set(ranked))]
    chosen = {str(pk) for pk, each in choices.items() if each.is_chosen}
    for number, place in enumerate(order):
        pk = result.candidates[place]
        if number >= SHOWN and pk not in chosen:
            places[pk] = _unranked(number)
            continue
        line = result.line(place)
        weighted = line["methods"]["weighted-sum"]
        places[pk] = {
            "place": number,
            "ranks": {
                name.replace("weighted-", ""): each
                for name, each in line["methods"].items()
            },
            "score": weighted["score"],
            "in_top_share": line["in_top_share"],
        }
    return places


def _unranked(place: int) -> dict[str, Any]:
    return {"place": place, "ranks": {}, "score": None, "in_top_share": None}


def _line(
    candidate: Candidate,
    place: dict[str, Any],
    choices: dict[UUID, Choice],
    vetoes: list[Veto],
) -> DecisionLine:
    return DecisionLine(
        candidate=candidate,
        ranks=place["ranks"],
        score=place["score"],
        in_top_share=place["in_top_share"],
        choice=choices.get(candidate.pk),
        vetoes=tuple(vetoes),
    )
