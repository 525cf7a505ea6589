"""Who may see and change questionnaires, surveys, samples and answers.

A questionnaire and the published results are for everybody of the programme. Who is in
a sample, what single firms answered, and results before they are given out are for
the staff, and for evaluators to read.
"""

from typing import Any
from uuid import UUID

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import (
    AnswerFile,
    Form,
    Response,
    SampledFirm,
    Survey,
)
from distretto.web.diagnosis.policy import clusters
from distretto.web.diagnosis.policy.clusters import REGISTER, one_of
from distretto.web.register import policy as register
from distretto.web.register.models import Organisation


def programme_for(user: Any, slug: str, *, to: str = "view") -> Programme:
    """The programme whose questionnaires these are."""
    return register.register_for(user, slug, to=REGISTER[to])


def may(programme: Programme, to: str) -> bool:
    """Whether the role attached to a loaded programme allows `to`."""
    return clusters.may(programme, to)


def form_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Form:
    """A questionnaire of the programme, or 404."""
    programme = programme_for(user, slug, to=to)
    found = Form.objects.current().filter(programme=programme, pk=pk)
    form: Form = one_of(found, pk, programme)
    return form


def survey_for(user: Any, slug: str, pk: UUID, *, to: str = "firms") -> Survey:
    """A survey of the programme, with its wave, cluster and questionnaire."""
    programme = programme_for(user, slug, to=to)
    found = Survey.objects.current().filter(**_in_use("wave", programme))
    found = found.select_related("wave__cluster", "form")
    survey: Survey = one_of(found, pk, programme)
    return survey


def sampled_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> SampledFirm:
    """A firm of a sample."""
    firm: SampledFirm = _of_survey(SampledFirm, user, slug, pk, to)
    return firm


def answer_file_for(user: Any, slug: str, pk: UUID, *, to: str = "firms") -> AnswerFile:
    """An uploaded export of answers."""
    file: AnswerFile = _of_survey(AnswerFile, user, slug, pk, to, "run")
    return file


def response_for(user: Any, slug: str, pk: UUID, *, to: str = "firms") -> Response:
    """What one respondent answered."""
    response: Response = _of_survey(Response, user, slug, pk, to, "organisation")
    return response


def _of_survey(
    model: Any, user: Any, slug: str, pk: UUID, to: str, *related: str
) -> Any:
    """A record of a survey of the programme, or 404."""
    programme = programme_for(user, slug, to=to)
    found = (
        model.objects.current()
        .filter(survey__retired_at__isnull=True, **_in_use("survey__wave", programme))
        .select_related("survey__wave__cluster", "survey__form", *related)
    )
    return one_of(found, pk, programme, within="survey")


def _in_use(wave: str, programme: Programme) -> dict[str, Any]:
    """That neither the wave nor its cluster has been taken out; `wave` is the way."""
    return {
        f"{wave}__retired_at__isnull": True,
        f"{wave}__cluster__retired_at__isnull": True,
        f"{wave}__cluster__programme": programme,
    }


def organisation_of(programme: Programme, pk: str) -> Organisation | None:
    """A firm of a loaded programme that a form names, if it is one."""
    try:
        found = programme.organisations.current().filter(pk=UUID(pk)).first()
    except ValueError:
        return None
    return found if isinstance(found, Organisation) else None
