"""Interviews, and the evidence that findings rest on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis.forms.studies import EvidenceForm, InterviewForm
from distretto.web.diagnosis.models import Evidence, Interview, Study
from distretto.web.diagnosis.policy import clusters as cluster_policy
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.rules import evidence as rules
from distretto.web.diagnosis.views.studies import evidence_shown, study_frame
from distretto.web.register.taking_files import takes_files
from distretto.web.ui.replies import act, posted, saved


@login_required
@require_GET
def evidence(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The evidence of a study, with how many findings rest on each piece."""
    found = policy.study_for(request.user, programme, pk)
    programme_of = found.cluster.programme
    context = {
        **study_frame(found),
        "evidence": evidence_shown(found),
        "sees_interviews": cluster_policy.may(programme_of, "firms"),
    }
    return render(request, "diagnosis/evidence.html", context)


@login_required
@require_GET
def interviews(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The register of interviews."""
    found = policy.study_for(request.user, programme, pk, to="firms")
    context = study_frame(found) | {"interviews": queries.interviews_of(found)}
    return render(request, "diagnosis/interviews.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_interview(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Enter a conversation."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = InterviewForm(posted(request), study=found, instance=Interview(study=found))
    context = study_frame(found) | {"form": form}
    if form.is_valid() and saved(
        form, lambda: rules.add_interview(found, form.facts(), by=request.user)
    ):
        return redirect("diagnosis:interviews", programme, pk)
    return _edit(request, "interview", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_interview(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is noted of a conversation."""
    interview = policy.part_for(Interview, request.user, programme, pk)
    form = InterviewForm(posted(request), study=interview.study, instance=interview)
    context = study_frame(interview.study) | {"form": form, "interview": interview}
    if form.is_valid() and saved(
        form, lambda: rules.edit_interview(interview, form.facts(), by=request.user)
    ):
        return redirect("diagnosis:interviews", programme, interview.study_id)
    return _edit(request, "interview", context)


@login_required
@require_POST
def take_consent_back(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note that somebody does not want to be quoted any more."""
    interview = policy.part_for(Interview, request.user, programme, pk)
    return act(
        request,
        lambda: rules.take_consent_back(interview, by=request.user),
        gettext(
            "Nothing of what was said there is quoted from now on. A document that was "
            "endorsed before stays as it is."
        ),
        "diagnosis:interviews",
        programme,
        interview.study_id,
    )


@login_required
@require_POST
def retire_interview(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a conversation out."""
    interview = policy.part_for(Interview, request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_interview(interview, by=request.user),
        gettext("It is taken out."),
        "diagnosis:interviews",
        programme,
        interview.study_id,
    )


def _edit(request: HttpRequest, what: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, f"diagnosis/edit_{what}.html", context, status=status)


@takes_files(policy.study_for)
def add_evidence(request: HttpRequest, found: Study) -> HttpResponse:
    """Put down a piece of evidence, with a file where there is one."""
    form = EvidenceForm(posted(request), study=found, instance=Evidence(study=found))
    context = study_frame(found) | {"form": form}
    file: Any = request.FILES.get("file")
    if form.is_valid() and saved(
        form,
        lambda: rules.add_evidence(found, form.facts(), by=request.user, file=file),
    ):
        slug = found.cluster.programme.slug
        return redirect("diagnosis:evidence", slug, found.pk)
    return _edit(request, "evidence", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_evidence(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a piece of evidence."""
    piece = policy.part_for(Evidence, request.user, programme, pk)
    form = EvidenceForm(posted(request), study=piece.study, instance=piece)
    context = study_frame(piece.study) | {"form": form, "piece": piece}
    if form.is_valid() and saved(
        form, lambda: rules.edit_evidence(piece, form.facts(), by=request.user)
    ):
        return redirect("diagnosis:evidence", programme, piece.study_id)
    return _edit(request, "evidence", context)


@login_required
@require_POST
def retire_evidence(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a piece of evidence out."""
    piece = policy.part_for(Evidence, request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_evidence(piece, by=request.user),
        gettext("It is taken out."),
        "diagnosis:evidence",
        programme,
        piece.study_id,
    )


@login_required
@require_GET
def evidence_file(request: HttpRequest, programme: str, pk: UUID) -> FileResponse:
    """The file of a piece of evidence."""
    piece = policy.part_for(Evidence, request.user, programme, pk, to="view")
    sees = cluster_policy.may(piece.study.cluster.programme, "confidential")
    if not piece.file or (piece.is_confidential and not sees):
        raise Http404
    return FileResponse(
        piece.file.open("rb"), as_attachment=True, filename=piece.file_name
    )
