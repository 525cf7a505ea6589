"""Problems and what causes them."""

from collections.abc import Mapping
from typing import Any

from distretto.analysis.diagnosis.problems import problem_tree
from distretto.errors import InputError, RuleError
from distretto.web.diagnosis.models import Cause, Problem, Study
from distretto.web.diagnosis.rules.studies import changing

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
    with changing(problem.study, "problem.edited", by=by, about=facts["statement"]):
        _take(problem, facts)
    return problem


def retire_problem(problem: Problem, *, by: Any) -> Problem:
    """Take a problem off the list, with the arrows to and from it."""
    with changing(problem.study, "problem.retired", by=by, about=problem):
        for each in [*problem.causes.current(), *problem.effects.current(), problem]:
            each.retire()
            each.save(update_fields=["retired_at"])
    return problem


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
        named = dict(held.problems.current().values_list("pk", "statement"))
        arrows = [
            (named[each.cause_id], named[each.effect_id])
            for each in Cause.objects.current().filter(cause__study=held)
            if each.cause_id in named and each.effect_id in named
        ]
        try:
            problem_tree(
                list(dict.fromkeys(named.values())),
                [*arrows, (cause.statement, effect.statement)],
            )
        except InputError as circle:
            raise RuleError(circle.code, circle.template, **circle.params) from circle
        link = Cause(cause=cause, effect=effect)
        link.full_clean()
        link.save()
    return link


def unlink_cause(link: Cause, *, by: Any) -> Cause:
    """Take an arrow back."""
    with changing(link.cause.study, "cause.unlinked", by=by, about=link):
        link.retire()
        link.save(update_fields=["retired_at"])
    return link


def _take(problem: Problem, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(problem, name, facts[name])
    problem.full_clean()
    problem.save()
