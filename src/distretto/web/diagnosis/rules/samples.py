"""Samples: drawn as one deed, and followed firm by firm, with replacements."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import SampledFirm, Survey
from distretto.web.diagnosis.queries import samples as queries
from distretto.web.diagnosis.queries.samples import Plan
from distretto.web.diagnosis.queries.surveys import last_consent
from distretto.web.history.rules import change_all, create_all, deed

State = SampledFirm.State
LOST = {State.REFUSED, State.GONE}


def draw_sample(survey: Survey, plan: Plan, *, by: Any) -> Survey:
    """Draw the firms to ask from the members of the cluster, and others in reserve.

    Drawing again takes the place of the earlier draw, until somebody was asked.

    Raises
    ------
    RuleError
        Somebody of the sample was asked already.
    InputError
        The cluster has no firms, or the size is too small for its strata.
    """
    cluster = survey.wave.cluster
    sample = queries.drawn_by(plan, queries.firms_of(cluster))
    with deed("sample.drawn", by=by, programme=cluster.programme, about=survey.wave):
        held: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
        _let_go(held)
        held.sampling = asdict(plan) | {"strata": list(plan.strata)}
        held.sample_findings = queries.findings_of(sample)
        held.full_clean(exclude=["wave", "form"])
        held.save()
        create_all(
            [
                SampledFirm(
                    survey=held,
                    organisation_id=each["firm"],
                    code=f"{number:03d}",
                    stratum=each["stratum"][:200],
                    place_in_stratum=each["order"],
                    design_weight=each["weight"],
                    state=State.TO_ASK if each["role"] == "sample" else State.SPARE,
                )
                for number, each in enumerate(_in_order(sample.drawn), start=1)
            ]
        )
    return held


def _in_order(drawn: Any) -> list[dict[str, Any]]:
    """The sample first, so that its codes are the low ones; then those in reserve."""
    rows = drawn.select("firm", "stratum", "role", "order", "weight").to_dicts()
    return sorted(rows, key=lambda each: bool(each["role"] != "sample"))


def _let_go(survey: Survey) -> None:
    """Take back an earlier draw that nobody has worked with."""
    earlier = survey.sample.current()
    begun = earlier.exclude(state__in=[State.TO_ASK, State.SPARE])
    if begun.exists() or survey.responses.current().exists():
        raise RuleError(
            "sample_in_use",
            gettext_noop(
                "Firms of this sample were asked already, and their weights rest on "
                "it. Open another wave to draw another sample."
            ),
        )
    there = list(earlier)
    if there:
        for each in there:
            each.retire()
        change_all(there, retired_at=there[0].retired_at)


def set_state(firm: SampledFirm, state: str, *, by: Any) -> SampledFirm:
    """Note what became of a firm of the sample.

    For one that refuses or is gone, the next firm in reserve of its stratum is asked,
    in the order of the draw. Taken back, the replacement returns to the reserve unless
    it was asked itself.

    Raises
    ------
    RuleError
        The firm is in reserve, its replacement was asked already, or its last answer
        says no.
    """
    programme = firm.survey.wave.cluster.programme
    with deed("sample.changed", by=by, programme=programme, about=firm):
        held: SampledFirm = SampledFirm.objects.select_for_update().get(pk=firm.pk)
        if held.state == State.SPARE:
            raise RuleError(
                "firm_in_reserve",
                gettext_noop(
                    "“%(firm)s” is in reserve: it is asked when another firm of its "
                    "stratum refuses or is gone, so that the sample stays one of "
                    "chance."
                ),
                firm=str(held),
            )
        was_lost, is_lost = held.state in LOST, state in LOST
        held.state = state
        held.save(update_fields=["state"])
        if is_lost and not was_lost:
            spare = _replace(held)
            note_refusals(firm.survey, [spare.organisation_id] if spare else [])
        elif was_lost and not is_lost:
            _check_not_refused(held)
            _take_back(held)
    return held


def _check_not_refused(firm: SampledFirm) -> None:
    if last_consent(firm.survey).get(firm.organisation_id) is False:
        raise RuleError(
            "refused_by_form",
            gettext_noop(
                "“%(firm)s” says no in its last answer. Link that response to another "
                "firm or leave it out; then the firm can be asked."
            ),
            firm=str(firm),
        )


def note_refusals(survey: Survey, firms: Iterable[Any]) -> None:
    """Of these firms, note as refused those whose last word in a form is no.

    Part of the deed by which their forms came in; they are replaced as by `set_state`,
    and so is a replacement that has said no itself.
    """
    refused = {firm for firm, said in last_consent(survey).items() if said is False}
    lost = list(
        SampledFirm.objects.select_for_update()
        .current()
        .filter(survey=survey, organisation__in=refused.intersection(firms))
        .exclude(state__in=[*LOST, State.SPARE])
        .order_by("code")
    )
    # Grows while it is gone through.
    for each in lost:
        each.state = State.REFUSED
        each.save(update_fields=["state"])
        spare = _replace(each)
        if spare is not None and spare.organisation_id in refused:
            lost.append(spare)


def _replace(lost: SampledFirm) -> SampledFirm | None:
    """Ask the next firm in reserve in place of one that is lost, if there is one."""
    spare: SampledFirm | None = (
        SampledFirm.objects.select_for_update()
        .current()
        .filter(survey=lost.survey_id, stratum=lost.stratum, state=State.SPARE)
        .order_by("place_in_stratum")
        .first()
    )
    if spare is not None:
        spare.state, spare.replaces = State.TO_ASK, lost
        spare.save(update_fields=["state", "replaces"])
    return spare


def _take_back(found: SampledFirm) -> None:
    for spare in SampledFirm.objects.current().filter(replaces=found):
        if spare.state != State.TO_ASK:
            raise RuleError(
                "replacement_asked",
                gettext_noop(
                    "“%(other)s” was asked in place of “%(firm)s” already. Leave it "
                    "as it is."
                ),
                other=str(spare),
                firm=str(found),
            )
        spare.state, spare.replaces = State.SPARE, None
        spare.save(update_fields=["state", "replaces"])
