"""Single responses: linked to their firm, left out with a reason, told as second.

Each may change the last word of a firm, and so whether it refused.
"""

from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Response
from distretto.web.diagnosis.rules.samples import note_refusals
from distretto.web.history.rules import deed
from distretto.web.register.models import Organisation


def link_response(
    response: Response, organisation: Organisation | None, *, by: Any
) -> Response:
    """Say of which firm a response is; None where nobody knows."""
    about = organisation or response
    with deed("response.linked", by=by, programme=_programme(response), about=about):
        return _keep(response, organisation=organisation)


def leave_out(response: Response, because: str, *, by: Any) -> Response:
    """Leave a response out of the results, with the reason; a blank takes it back."""
    with deed(
        "response.left_out",
        by=by,
        programme=_programme(response),
        about=response,
        reason=because,
    ):
        return _keep(response, left_out_because=because[:200])


def say_second(response: Response, first: Response | None, *, by: Any) -> Response:
    """Say that a response is a second interview, to see how far both agree.

    Raises
    ------
    RuleError
        They are not of one firm that is known, the first is itself a second one, or
        the second is the first of another.
    """
    if first is not None:
        _check_first(response, first)
    with deed("response.linked", by=by, programme=_programme(response), about=response):
        return _keep(response, repeats_interview=first)


def _check_first(response: Response, first: Response) -> None:
    if (
        first.pk == response.pk
        or first.survey_id != response.survey_id
        or first.repeats_interview_id is not None
        or first.organisation_id is None
        or first.organisation_id != response.organisation_id
    ):
        raise RuleError(
            "not_the_first_interview",
            gettext_noop(
                "A second interview is of the same firm as the first. Link both to "
                "their firm, and choose the first."
            ),
        )
    second = response.repeated_by.current().first()
    if second is not None:
        raise RuleError(
            "interview_has_second",
            gettext_noop(
                "“%(second)s” is a second interview of this one, which is the first "
                "therefore. Take that back before."
            ),
            second=str(second),
        )


def _programme(response: Response) -> Any:
    return response.survey.wave.cluster.programme


def _keep(response: Response, **facts: Any) -> Response:
    """Keep what is said of a response: the firm it leaves may have refused, too."""
    held: Response = Response.objects.select_for_update().get(pk=response.pk)
    before = held.organisation_id
    for name, value in facts.items():
        setattr(held, name, value)
    held.save(update_fields=[*facts])
    note_refusals(response.survey, {before, held.organisation_id} - {None})
    return held
