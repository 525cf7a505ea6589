"""The tables of the example's study: profile, types of unit, chain, costs, services."""

from typing import Any

from django.utils import timezone

from distretto.example.study import Row, StudyStory
from distretto.web.diagnosis import study_rows as kinds
from distretto.web.diagnosis.models import ProfileFigure, Study
from distretto.web.diagnosis.queries.offered_figures import offered
from distretto.web.diagnosis.rules import study_rows
from distretto.web.register.models import Organisation

SOURCE = "Visits of the study (fictitious)"


def tell_tables(story: StudyStory, study: Study, *, by: Any) -> None:
    """Fill tables T1 to T5 and T9."""
    _profile(story, study, by)
    for place, row in enumerate(story.unit_types):
        facts = {"currency": story.currency, "source": SOURCE, "order": place, **row}
        study_rows.add_row(kinds.UNIT_TYPE, facts, study=study, by=by)
    _chain(story, study, by)
    _services(story, study, by)


def _profile(story: StudyStory, study: Study, by: Any) -> None:
    today = timezone.localdate()
    here = [each.facts() for each in offered(study, [], today)]
    study_rows.take_figures(here, study=study, by=by)
    for row in story.figures:
        facts = {"year": today.year - 1, "n": None, "of": "", **row}
        study_rows.add_row(kinds.FIGURE, facts, study=study, by=by)
    for row in story.used:
        figure = ProfileFigure.objects.current().get(
            study=study, indicator=row["indicator"], value=row["value"], of=""
        )
        study_rows.use_figure(figure, reason=row["reason"], by=by)


def _chain(story: StudyStory, study: Study, by: Any) -> None:
    stages: dict[str, Any] = {
        row["key"]: study_rows.add_row(
            kinds.STAGE,
            {"source": SOURCE, **row, "order": place},
            study=study,
            by=by,
        )
        for place, row in enumerate(story.stages, 1)
    }
    for row in story.flows:
        facts = {
            **row,
            "source_stage": stages[row["source"]],
            "target_stage": stages[row["target"]],
        }
        study_rows.add_row(kinds.FLOW, facts, study=study, by=by)
    for row in story.frames:
        stage = stages[row["stage"]] if "stage" in row else None
        facts = {"source": SOURCE, **row, "stage": stage}
        study_rows.add_row(kinds.FRAME, facts, study=study, by=by)
    cells = {
        part: {
            **dict(zip(study_rows.FIRMS, amounts, strict=True)),
            "source": story.costs["source"],
        }
        for part, amounts in story.costs["parts"].items()
    }
    study_rows.save_costs(stages[story.costs["stage"]], cells, by=by)


def _services(story: StudyStory, study: Study, by: Any) -> None:
    services: dict[str, Any] = {
        row["key"]: study_rows.add_row(
            kinds.SERVICE, {"source": SOURCE, **row}, study=study, by=by
        )
        for row in story.services
    }
    for row in story.provisions:
        facts = {
            **row,
            "service": services[row["service"]],
            "institution": _institution(row, study),
        }
        study_rows.add_row(kinds.PROVISION, facts, study=study, by=by)


def _institution(row: Row, study: Study) -> Organisation:
    return Organisation.objects.current().get(
        programme=study.cluster.programme, name=row["institution"]
    )
