"""A round as it is reported: the record that PDF, Word and Excel are made of.

It takes the same roads as the pages: scores through `policy.blindness` and the kept
ranking, so that nothing blind can slip into a file.
"""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from distretto.errors import MethodError
from distretto.formats import selection_report as formats
from distretto.formats.charts.picture import Column, word
from distretto.formats.signs import signed
from distretto.web.selection import figures, round_pictures
from distretto.web.selection.models import Candidate, Choice, Round, Veto
from distretto.web.selection.policy import secrecy
from distretto.web.selection.policy.blindness import visible_scores
from distretto.web.selection.queries import candidates as candidate_queries
from distretto.web.selection.queries import comparison, identification, ranking
from distretto.web.selection.queries import rounds as round_queries
from distretto.web.selection.queries.assessors import labels
from distretto.web.selection.queries.identification import TestAnswer
from distretto.web.selection.wording import worded
from distretto.web.ui.pictures import page_language


def report_of(
    round_: Round, user: Any, *, by_name: bool = False
) -> formats.SelectionReport:
    """What this user may read of a round, as a report in the language of the page.

    Made to be handed on, it calls assessors by codes unless told otherwise.
    """
    listed = list(round_.candidates.current().select_related("cluster_map"))
    names = {str(each.pk): each.name for each in listed}
    return formats.SelectionReport(
        round_name=round_.name,
        programme=round_.programme.name,
        date=date_format(timezone.localdate()),
        purpose=round_.purpose,
        stages=_stages(round_),
        tests=_tests(round_, listed),
        criteria=_criteria(round_),
        weights_minutes=round_.weights_minutes if round_.has_fixed_weights else "",
        weights_participants=(
            round_.weights_participants if round_.has_fixed_weights else ""
        ),
        weights_fixed_on=_day(round_.weights_fixed_at),
        candidates=_candidates(round_, listed),
        votes=_votes(round_, user, names, labels(round_, by_name=by_name)),
        decision=_decision(round_),
        language=page_language(),
        **_ranking(round_, names),
    )


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment)) if moment else ""


def _stages(round_: Round) -> tuple[formats.Stage, ...]:
    stages = round_pictures.funnel_stages(round_, round_queries.funnel(round_))
    # A printed page leads nowhere.
    return tuple(replace(each, link="") for each in stages)


def _tests(round_: Round, listed: list[Candidate]) -> tuple[formats.Test, ...]:
    tests, answers = identification.answers_of(round_, listed)
    return tuple(
        formats.Test(
            question=worded(test.question),
            answers={each.name: _worded(answers[each.pk][place]) for each in listed},
        )
        for place, test in enumerate(tests)
    )


def _worded(answer: TestAnswer) -> str:
    words, language = str(answer.label), page_language()
    if answer.value is not None:
        kind = "share" if answer.is_share else "figure"
        value = word(Column("value", "", kind), answer.value, language)
        base = f", {answer.base.words}" if answer.base else ""
        words += f" ({signed(answer.sign, value)}{base})"
    if answer.why:
        return f"{words}. {answer.why}"
    if not answer.evidence:
        return words
    return f"{words}. {language.own(answer.evidence)}"


def _criteria(round_: Round) -> tuple[formats.Criterion, ...]:
    criteria = list(round_.criteria.current())
    if any(each.weight is None for each in criteria):
        return ()  # nothing is agreed yet: there is no weight to report
    return tuple(
        formats.Criterion(
            heading=each.get_heading_display(),
            name=worded(each.name),
            weight=float(each.weight or 0) / 100,
            low_anchor=worded(each.low_anchor),
            high_anchor=worded(each.high_anchor),
            can_veto=each.can_veto,
        )
        for each in criteria
    )


def _candidates(
    round_: Round, listed: list[Candidate]
) -> tuple[formats.Candidate, ...]:
    vetoes = candidate_queries.vetoes_of(listed)
    seen = secrecy.seen_figures(secrecy.reader_of(round_), listed)
    choices = _choices(round_)
    places = {each.code: each.name for each in round_.programme.places.current()}
    return tuple(
        _candidate(
            each,
            vetoes.get(each.pk, []),
            choices.get(each.pk),
            places,
            seen[each.pk].figures,
        )
        for each in listed
    )


def _choices(round_: Round) -> dict[Any, Choice]:
    """What a validated decision says of each candidate; drafts are not reported."""
    if not round_.has_reached(Round.Stage.VALIDATED):
        return {}
    choices = Choice.objects.current().filter(
        decision__round=round_, decision__retired_at=None
    )
    return {each.candidate_id: each for each in choices}


def _candidate(
    candidate: Candidate,
    vetoes: list[Veto],
    choice: Choice | None,
    places: dict[str, str],
    seen: dict[str, Any],
) -> formats.Candidate:
    return formats.Candidate(
        name=candidate.name,
        products=candidate.products,
        places=", ".join(places.get(code, code) for code in candidate.regions),
        nominated_by=candidate.nominated_by,
        map_name=candidate.cluster_map.name if candidate.cluster_map else "",
        figures=_figures(seen),
        left_at=candidate.get_left_at_display() if candidate.left_at else "",
        left_because=candidate.left_because,
        veto=" ".join(each.ground for each in vetoes),
        chosen=choice.is_chosen if choice else None,
        reasons=choice.reasons if choice else "",
    )


def _figures(seen: dict[str, Any]) -> tuple[formats.Figure, ...]:
    """Every figure with its source, those that contradict the one in use as well."""
    return tuple(
        formats.Figure(
            name=_figure_name(named, row),
            value=100 * row.figure.value if named.is_share else row.figure.value,
            unit=str(named.unit),
            year=row.figure.year,
            source=row.figure.source,
            sign=row.figure.sign,
        )
        for named in figures.named(seen)
        for row in named.rows
    )


def _figure_name(named: figures.NamedFigure, row: figures.FigureRow) -> str:
    said = [] if row.in_use else [_("other")]
    said += [row.base.words] if row.base else []
    return f"{named.title} ({', '.join(said)})" if said else str(named.title)


def _votes(
    round_: Round, user: Any, names: dict[str, str], assessors: dict[Any, str]
) -> dict[str, dict[str, dict[str, float | None]]]:
    """The scores by assessor, candidate and criterion, once all may see them.

    Before, a report holds nobody's, one's own included: it is made to be handed on.
    """
    if not round_.is_scoring_closed:
        return {}
    said = visible_scores(round_, user).filter(
        criterion__retired_at=None, candidate__in=ranking.ranked(round_)
    )
    votes: dict[str, dict[str, dict[str, float | None]]] = {
        name: defaultdict(dict) for name in assessors.values()
    }
    for score in said.select_related("criterion").order_by("assessor__created_at"):
        value = None if score.value is None else float(score.value)
        sheet = votes[assessors[score.assessor_id]]
        criterion = worded(score.criterion.name)
        sheet[names[str(score.candidate_id)]][criterion] = value
    return votes


def _ranking(round_: Round, names: dict[str, str]) -> dict[str, Any]:
    try:
        result = ranking.result_of(round_)
    except MethodError:
        return {}  # nothing is ranked yet, and the report says what there is
    runs = result.kept["robustness"]
    firmness = comparison.firmness(round_, result)
    moved = runs and formats.Moved(
        stands=tuple(round_pictures.stands(result, names)),
        top=runs["top"],
        draws=runs["draws"],
        seed=runs["seed"],
        changed_share=runs["top_changed_share"],
        nearest=_nearest(firmness),
        without=firmness.without,
    )
    return {"methods": round_pictures.method_scores(result, names), "moved": moved}


def _nearest(firmness: comparison.Firmness) -> formats.Overturned | None:
    found = firmness.nearest
    if found is None or found.needed is None:
        return None
    return formats.Overturned(
        criterion=worded(found.criterion.name),
        weight=found.weight,
        needed=found.needed,
        leaves=found.leaves,
        enters=found.enters,
    )


def _decision(round_: Round) -> formats.Decision | None:
    decision = round_.decisions.current().first()
    if decision is None or not round_.has_reached(Round.Stage.VALIDATED):
        return None
    return formats.Decision(
        decided_on=date_format(decision.decided_on),
        validators=decision.validators,
        minutes=decision.minutes,
        minority_view=decision.minority_view,
    )
