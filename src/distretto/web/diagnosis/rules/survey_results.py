"""Results of a survey are given out: to everybody of the programme, for good."""

from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import PublishedResults, Survey
from distretto.web.diagnosis.queries import survey_results as queries
from distretto.web.history.rules import deed

# Tables whose figures are held against those that were given out before. Indicators
# and alarms are not, and so their differences could tell of one firm.
GIVEN_OUT = ("categories", "groups", "cells")


def publish_results(survey: Survey, *, by: Any) -> PublishedResults:
    """Give out the results as they stand now.

    Figures of few firms are hidden, and those that would tell of a few firms by their
    difference to what was given out before.

    Raises
    ------
    RuleError
        Fewer firms have answered than a published figure may rest on.
    """
    programme = survey.wave.cluster.programme
    with deed("results.published", by=by, programme=programme, about=survey.wave):
        result, notes, found = queries.measure(
            survey, members=queries.given_out(survey), keep_members=True
        )
        count = int(str(result.settings["responses"]))
        if count < programme.smallest_cell:
            raise RuleError(
                "too_few_to_publish",
                gettext_noop(
                    "%(count)s firms have answered, and a published figure rests on "
                    "%(least)s at least. Wait for more answers."
                ),
                count=count,
                least=programme.smallest_cell,
            )
        published = PublishedResults(
            survey=survey,
            form=survey.form,
            response_count=count,
            smallest_cell=programme.smallest_cell,
            content=_open_to_all(
                queries.plain_results(
                    result, notes, found, queries.size_classes(survey)
                )
            ),
            behind=queries.packed(result.members),
        )
        published.full_clean(exclude=["survey", "form"])
        published.save()
    return published


def _open_to_all(content: dict[str, Any]) -> dict[str, Any]:
    tables = {name: content["tables"][name] for name in GIVEN_OUT}
    return content | {"tables": tables}
