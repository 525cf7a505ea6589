"""Problems and what causes them."""

from collections.abc import Mapping
from typing import Any

from distretto.analysis.diagnosis.problems import problem_tree
from distretto.errors import InputError, RuleError
from distretto.web.diagnosis.models import Cause, Problem, Study
from distretto.web.diagnosis.rules.studies import changing, changing_part, held_part

FACTS = (
    "statement",
    "bottleneck",
    "affected",
    "share",
    "severity",
    "feasibility",
    "is_joint",
    "by_whom",
    "leverage",
    "time",
    "is_core",
    "finding",
    "evidence",
)


def add_problem(study: Study, facts: Mapping[str, Any], *, by: Any) -> Problem:
    """Name a problem of the cluster."""
    with changing(study, "problem.added", by=by, about=facts["statement"]) as held:
        problem = Problem(study=held)
        _take(problem, facts)
    return problem


def edit_problem(problem: Problem, facts: Mapping[str, Any], *, by: Any) -> Problem:
    """Change what is said of a problem."""
    about = facts["statement"]
    with changing_part(problem, "problem.edited", by=by, about=about) as held:
        _take(held, facts)
    return held


def retire_problem(problem: Problem, *, by: Any) -> Problem:
    """Take a problem off the list, with the arrows to and from it."""
    with changing_part(problem, "problem.retired", by=by) as held:
        for each in [*held.causes.current(), *held.effects.current(), held]:
            each.retire()
            each.save(update_fields=["retired_at"])
    return held


def link_cause(cause: Problem, effect: Problem, *, by: Any) -> Cause:
    """Say that one problem causes another.

    Raises
    ------
    RuleError
        The causes would go round in a circle, which is named.
    """
    with changing(
        cause.study, "cause.linked", by=by, about=f"{cause} → {effect}"
    ) as held:
        _check_no_circle(held, cause, effect)
        link = Cause(cause=cause, effect=effect)
        link.full_clean()
        link.save()
    return link


def _check_no_circle(study: Study, cause: Problem, effect: Problem) -> None:
    named = {
        str(pk): statement
        for pk, statement in study.problems.current().values_list("pk", "statement")
    }
    arrows = [
        (str(each.cause_id), str(each.effect_id))
        for each in Cause.objects.current().filter(cause__study=study)
    ]
    here = [pair for pair in arrows if set(pair) <= named.keys()]
    try:
        problem_tree(list(named), [*here, (str(cause.pk), str(effect.pk))])
    except InputError as circle:
        way = str(circle.params.get("way", ""))
        for pk, statement in named.items():
            way = way.replace(pk, statement)
        told = {**circle.params, "way": way}
        raise RuleError(circle.code, circle.template, **told) from circle


def unlink_cause(link: Cause, *, by: Any) -> Cause:
    """Take an arrow back."""
    with changing(link.cause.study, "cause.unlinked", by=by, about=link):
        held: Cause = held_part(link)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _take(problem: Problem, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(problem, name, facts[name])
    problem.full_clean()
    problem.save()
