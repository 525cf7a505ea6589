"""The finished selection round of the worked example, told through the rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from distretto.example.selection_round import Candidate as Told
from distretto.example.selection_round import SelectionRound, selection_round
from distretto.formats.signs import sign_of
from distretto.web.accounts.models import User
from distretto.web.selection.figures import WITHIN_BASE, Figure, base_kept
from distretto.web.selection.models import (
    Candidate,
    ClusterMap,
    Criterion,
    IdentificationAnswer,
    Round,
)
from distretto.web.selection.queries import maps as map_queries
from distretto.web.selection.rules import (
    candidates,
    criteria,
    decision,
    identification,
    rounds,
    scoring,
    vetoes,
)

People = Mapping[str, User]
VISIT = "Seen on the visit of the programme team."


def tell_round(saved: ClusterMap, people: People) -> Round:
    """The whole round, from its first candidate to its announcement."""
    story, boris = selection_round(), people["boris"]
    round_ = rounds.start_round(
        saved.programme,
        by=boris,
        name=story.name,
        purpose=story.purpose,
        places_to_choose=story.places_to_choose,
        seed=story.seed,
    )
    agreed = _agree_criteria(round_, story, boris)
    listed = {
        told.key: _enter(round_, saved, told, people["dalia"])
        for told in story.candidates
    }
    _answer_tests(round_, story, listed, people["amina"])
    _shorten(round_, story, listed, boris)
    for part in (round_, *listed.values()):
        part.refresh_from_db()  # they have moved along the funnel
    _score(round_, story, listed, agreed, people)
    _decide(round_, story, listed, boris)
    return round_


def _agree_criteria(
    round_: Round, story: SelectionRound, by: User
) -> dict[str, Criterion]:
    for default in round_.criteria.current():
        criteria.remove_criterion(default, by=by)
    agreed = {
        told.key: criteria.add_criterion(
            round_,
            by=by,
            heading=told.heading,
            name=told.name,
            low_anchor=told.low,
            high_anchor=told.high,
            weight=Decimal(told.weight),
            can_veto=told.can_veto,
        )
        for told in story.criteria
    }
    criteria.fix_weights(
        round_,
        by=by,
        minutes=story.weights_minutes,
        participants=story.weights_participants,
    )
    return agreed


def _enter(round_: Round, saved: ClusterMap, told: Told, by: User) -> Candidate:
    """From the map where it is found there, by hand where it is not."""
    found = map_queries.clusters_of(saved).filter(
        pl.col("industry") == told.industries[0],
        pl.col("regions").list.set_difference(list(told.districts)).list.len() == 0,
    )
    if found.height and not told.nominated_by:
        added = candidates.add_from_map(round_, saved, found.to_dicts(), by=by)
        (candidate,) = added.new
        return candidates.change_candidate(
            candidate,
            by=by,
            name=told.name,
            products=told.products,
            industries=list(told.industries),
        )
    return candidates.nominate(
        round_,
        by=by,
        name=told.name,
        products=told.products,
        classification="ISIC4",
        industries=list(told.industries),
        regions=list(told.districts),
        nominated_by=told.nominated_by or str(by),
        figures=_figures(saved, told),
    )


def _figures(saved: ClusterMap, told: Told) -> dict[str, list[dict[str, Any]]]:
    """What the map's cells say of a place that is no cluster by its thresholds."""
    cells = map_queries.cells_of(saved).filter(
        pl.col("industry").is_in(told.industries),
        pl.col("region").is_in(told.districts),
    )
    if cells.height != 1:
        return {}
    row = cells.row(0, named=True)
    base = base_kept(saved.settings["base"])
    return {
        key: [
            Figure(
                value=row[key],
                year=saved.settings["year"],
                source=saved.dataset.source,
                method="calculated",
                confidence="A",
                sign=sign_of(row, key),
                base=base if key in WITHIN_BASE else "",
            ).kept()
        ]
        for key in ("establishments", "employment", "lq", "focus", "size")
        if row[key] is not None
    }


def _answer_tests(
    round_: Round, story: SelectionRound, listed: Mapping[str, Candidate], by: User
) -> None:
    """Tests on a figure answer themselves; the others are answered from the visits."""
    by_hand = round_.tests.current().filter(figure="")
    answers = IdentificationAnswer.Answer
    for told in story.candidates:
        is_none = told.left_at == Round.Stage.LONG_LIST or told.key == "basketry"
        for test in by_hand:
            identification.answer_test(
                test,
                listed[told.key],
                by=by,
                answer=answers.NO if is_none else answers.YES,
                evidence=told.left_because or VISIT,
            )


def _shorten(
    round_: Round, story: SelectionRound, listed: Mapping[str, Candidate], by: User
) -> None:
    """Those that are no clusters leave, and the others are visited and scored."""
    for told in story.candidates:
        if told.left_at == Round.Stage.LONG_LIST:
            candidates.leave([listed[told.key]], by=by, reason=told.left_because)
    rest = [listed[t.key] for t in story.candidates if t.left_at != "long_list"]
    candidates.shortlist(rest, by=by)
    rounds.close_long_list(round_, by=by)
    for told in story.candidates:
        if told.left_at == Round.Stage.SHORT_LIST:
            candidates.leave([listed[told.key]], by=by, reason=told.left_because)


def _score(
    round_: Round,
    story: SelectionRound,
    listed: Mapping[str, Candidate],
    agreed: Mapping[str, Criterion],
    people: People,
) -> None:
    seats = {
        person.key: scoring.invite_assessor(
            round_, people[person.key], by=people["boris"]
        )
        for person in story.people
        if person.is_assessor
    }
    for (candidate, assessor), scores in story.scores.items():
        for criterion, value in scores.items():
            scoring.give_score(
                seats[assessor],
                listed[candidate],
                agreed[criterion],
                by=people[assessor],
                value=None if value is None else Decimal(str(value)),
                comment="" if value is not None else "I could not find out.",
            )
    for key, seat in seats.items():
        scoring.hand_in(seat, by=people[key])
    for told in story.candidates:
        if told.veto:
            vetoes.raise_veto(
                listed[told.key],
                by=people["dalia"],
                ground=told.veto,
                criterion=agreed["harm"],
            )
    scoring.close_scoring(round_, by=people["boris"])


def _decide(
    round_: Round, story: SelectionRound, listed: Mapping[str, Candidate], by: User
) -> None:
    minuted = story.decision
    verdicts = {
        listed[told.key].pk: decision.Verdict(told.chosen, told.reasons)
        for told in story.candidates
        if told.chosen is not None
    }
    decision.write_decision(
        round_,
        verdicts,
        by=by,
        decided_on=minuted.decided_on,
        validators=minuted.validators,
        minutes=minuted.minutes,
        minority_view=minuted.minority_view,
    )
    decision.validate_decision(round_, by=by)
    decision.announce(round_, by=by, on=minuted.decided_on)
    for told in story.candidates:
        if told.chosen:
            decision.make_cluster(listed[told.key], by=by)
