"""Rows of the tables of a study: entering, changing, taking out."""

from collections.abc import Iterable, Mapping
from typing import Any

from distretto.analysis.diagnosis.cost_structure import FIRMS
from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import CostItem, ProfileFigure, Study
from distretto.web.diagnosis.models.chain import ChainStage
from distretto.web.diagnosis.rules.studies import changing, changing_part, held_part
from distretto.web.diagnosis.study_rows import FIGURE, RowKind
from distretto.web.history.models import Record


def add_row(
    kind: RowKind, facts: Mapping[str, Any], *, study: Study, by: Any
) -> Record:
    """Enter a row. The first figure of an indicator is the one that is used."""
    row: Record = kind.model()
    with changing(study, "study_row.added", by=by, about=_name(facts)) as held:
        if kind.parent == "study":
            row.study = held  # type: ignore[attr-defined]
        if isinstance(row, ProfileFigure):
            facts = _as_told_before(facts, held, row)
            row.is_used = not _alike(held, facts["indicator"], facts["of"]).exists()
        _take(row, kind, facts, held)
    return row


def edit_row(
    kind: RowKind, row: Any, facts: Mapping[str, Any], *, study: Study, by: Any
) -> Record:
    """Change what a row says."""
    with changing(study, "study_row.edited", by=by, about=_name(facts)) as study_held:
        held: Record = held_part(row)
        if isinstance(held, ProfileFigure):
            was = (held.indicator, held.of)
            facts = _as_told_before(facts, study_held, held)
            if was != (facts["indicator"], facts["of"]):
                others = _alike(study_held, facts["indicator"], facts["of"])
                held.is_used = not others.exclude(pk=held.pk).exists()
        _take(held, kind, facts, study_held)
        if isinstance(held, ProfileFigure):
            _use_the_only_one(study_held, *was)
    return held


def retire_row(kind: RowKind, row: Any, *, study: Study, by: Any) -> None:
    """Take a row out, and with it what hangs on it alone: flows, costs and framework of
    a stage, who offers a service. Where one value of an indicator is left, it is used.
    """
    with changing(study, "study_row.retired", by=by, about=row) as study_held:
        held = held_part(row)
        for part in kind.parts:
            for each in getattr(held, part).current():
                _retire(each)
        _retire(held)
        if isinstance(held, ProfileFigure):
            _use_the_only_one(study_held, held.indicator, held.of)


def use_figure(figure: ProfileFigure, *, reason: str, by: Any) -> ProfileFigure:
    """Let this value count among those that disagree, and say why.

    Raises
    ------
    RuleError
        There are other values, and no reason is given.
    """
    with changing_part(figure, "figure.used", by=by) as held:
        others = _alike(held.study, held.indicator, held.of).exclude(pk=held.pk)
        if others.exists() and not reason.strip():
            raise RuleError(
                "figure_without_reason",
                gettext_noop(
                    "Other sources say something else of “%(indicator)s”. Say why this "
                    "value is the one to use."
                ),
                indicator=held.indicator,
            )
        for each in others.filter(is_used=True).select_for_update():
            each.is_used = False
            each.save(update_fields=["is_used"])
        held.is_used, held.reason = True, reason.strip()
        held.save(update_fields=["is_used", "reason"])
        used: ProfileFigure = held
    return used


def take_figures(
    offers: Iterable[Mapping[str, Any]], *, study: Study, by: Any
) -> list[Record]:
    """Take figures over that were computed from the register or measured in step 1."""
    with changing(study, "figure.taken", by=by):
        return [add_row(FIGURE, facts, study=study, by=by) for facts in offers]


def save_costs(
    stage: ChainStage,
    cells: Mapping[str, Mapping[str, Any]],
    *,
    by: Any,
) -> ChainStage:
    """Write the cost structure of a stage: each part with its amounts and source.

    A part of which nothing is told is no longer a part.
    """
    with changing_part(stage, "costs.saved", by=by) as held:
        there = {each.part: each for each in held.costs.current().select_for_update()}
        for part, told in cells.items():
            is_told = any(told[name] is not None for name in FIRMS)
            item = there.get(part)
            if item is not None and not is_told:
                _retire(item)
            elif is_told:
                _save_cost(item or CostItem(stage=held, part=part), told)
        saved: ChainStage = held
    return saved


def _save_cost(item: CostItem, told: Mapping[str, Any]) -> None:
    is_new = item._state.adding
    changed = [name for name in told if getattr(item, name) != told[name]]
    if not changed and not is_new:
        return
    for name in changed:
        setattr(item, name, told[name])
    item.full_clean()
    item.save()


def _take(row: Any, kind: RowKind, facts: Mapping[str, Any], study: Study) -> None:
    for name in kind.facts:
        if name in facts:
            setattr(row, name, facts[name])
    _check_same_study(row, study)
    if isinstance(row, ChainStage):
        _check_named_once(row, study)
    row.full_clean()
    row.save()


def _check_same_study(row: Any, study: Study) -> None:
    """Stages and services of another study are none of this one's."""
    for name in ("source_stage", "target_stage", "stage", "service"):
        part = getattr(row, name, None)
        if part is not None and part.study_id != study.pk:
            raise RuleError(
                "part_of_another_study",
                gettext_noop("“%(part)s” belongs to another study."),
                part=str(part),
            )


def _as_told_before(
    facts: Mapping[str, Any], study: Study, figure: ProfileFigure
) -> Mapping[str, Any]:
    """The indicator as other figures have it: letters alone make no other indicator."""
    others = ProfileFigure.objects.current().filter(study=study).exclude(pk=figure.pk)
    # Compared here: the database folds letters of ASCII alone.
    told = {
        each.casefold(): each for each in others.values_list("indicator", flat=True)
    }
    indicator = " ".join(facts["indicator"].split())
    return {**facts, "indicator": told.get(indicator.casefold(), indicator)}


def _check_named_once(stage: ChainStage, study: Study) -> None:
    """Tables, flows and sentences know a stage by its name alone."""
    stage.name = " ".join(stage.name.split())
    others = ChainStage.objects.current().filter(study=study).exclude(pk=stage.pk)
    # Compared here: the database folds letters of ASCII alone.
    names = {each.casefold(): each for each in others.values_list("name", flat=True)}
    if stage.name.casefold() in names:
        raise RuleError(
            "stage_named_twice",
            gettext_noop(
                "There is a stage called “%(name)s” already. Change that one, or give "
                "this one a name that tells them apart."
            ),
            name=names[stage.name.casefold()],
        )


def _use_the_only_one(study: Study, indicator: str, of: str) -> None:
    """Nobody has to choose where there is nothing to choose from."""
    left = list(_alike(study, indicator, of)[:2])
    if len(left) == 1 and not left[0].is_used:
        left[0].is_used = True
        left[0].save(update_fields=["is_used"])


def _alike(study: Study, indicator: str, of: str) -> Any:
    return ProfileFigure.objects.current().filter(
        study=study, indicator=indicator, of=of
    )


def _name(facts: Mapping[str, Any]) -> str:
    named = facts.get("indicator") or facts.get("name") or facts.get("institution")
    return str(named or facts.get("source_stage") or "")


def _retire(row: Record) -> None:
    row.retire()
    row.save(update_fields=["retired_at"])
