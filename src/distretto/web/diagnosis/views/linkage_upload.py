"""Linkages come in from a file, which is looked at first, or from the survey."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from distretto.errors import MethodError, RuleError, gettext_noop, ngettext_noop
from distretto.notes import Note
from distretto.web.diagnosis import linkage_answers, linkage_reading
from distretto.web.diagnosis.forms.linkage_answers import AcceptAnswersForm
from distretto.web.diagnosis.forms.linkage_files import (
    AcceptLinkagesForm,
    LinkagesUploadForm,
)
from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.policy import clusters as policy
from distretto.web.diagnosis.rules import linkage_files as rules
from distretto.web.diagnosis.views.linkage_frame import above, linkage_frame
from distretto.web.register import arriving
from distretto.web.register.taking_files import takes_files
from distretto.web.ui.replies import posted
from distretto.web.ui.templatetags.ui import explain

PROBLEMS_SHOWN = 15
JOINED = ngettext_noop(
    "%(count)s tie stood in the file once more, under another spelling: of both the "
    "stronger is kept, and a conflict where one of them says so.",
    "%(count)s ties stood in the file once more, under another spelling: of both the "
    "stronger is kept, and a conflict where one of them says so.",
)
UNNAMED = ngettext_noop(
    "%(count)s linkage of these respondents is not in their answers, and did not come "
    "from them either: it stays.",
    "%(count)s linkages of these respondents are not in their answers, and did not "
    "come from them either: they stay.",
)


@takes_files(policy.wave_for)
def upload_linkages(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Give a file of linkages; its dry run comes next."""
    is_sent = request.method == "POST"
    form = LinkagesUploadForm(*((request.POST, request.FILES) if is_sent else ()))
    context = _context(wave) | {
        "form": form,
        "limit_mb": arriving.limit_bytes() // arriving.MEBIBYTE,
    }
    if is_sent and form.is_valid():
        try:
            kept = linkage_reading.keep_file(form.cleaned_data["file"], wave)
        except MethodError as refusal:
            context["error"] = refusal
        else:
            slug = wave.cluster.programme.slug
            return redirect("diagnosis:check-linkages", slug, wave.pk, kept.token)
    status = 422 if is_sent else 200
    return render(request, "diagnosis/upload_linkages.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def check_linkages(
    request: HttpRequest, programme: str, pk: UUID, token: str
) -> HttpResponse:
    """The dry run of a file: what it says, who is meant; and then the yes."""
    wave = policy.wave_for(request.user, programme, pk, to="edit")
    kept = linkage_reading.kept_file(token, wave)
    if kept is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    looked = linkage_reading.look_at(kept, wave, of_file=asked.get("of_file"))
    if request.method == "GET":
        return _check_page(request, wave, kept, AcceptLinkagesForm(looked=looked))
    form = AcceptLinkagesForm(request.POST, looked=looked)
    if not form.is_valid():
        return _check_page(request, wave, kept, form, status=422)
    try:
        taken = rules.accept_linkage_file(
            wave, form.intake(), by=request.user, about=kept.file_name
        )
    except RuleError as refusal:
        return _check_page(request, wave, kept, form, status=409, error=refusal)
    messages.success(request, _said(taken))
    if taken.joined:
        messages.info(request, explain(Note(JOINED, count=taken.joined)))
    return redirect("diagnosis:linkage-actors", programme, pk)


def _check_page(
    request: HttpRequest,
    wave: Wave,
    kept: linkage_reading.KeptFile,
    form: AcceptLinkagesForm,
    *,
    status: int = 200,
    error: RuleError | None = None,
) -> HttpResponse:
    looked = form.looked
    problems = looked.file.problems
    context = _context(wave) | {
        "kept": kept,
        "looked": looked,
        "form": form,
        "error": error,
        "another_wave": looked.of_another_wave(wave),
        "file_waves": [each.wave for each in looked.file.waves],
        "matched": len(looked.named.names) - len(looked.named.unmatched),
        "problems": problems[:PROBLEMS_SHOWN],
        "problems_more": max(0, len(problems) - PROBLEMS_SHOWN),
    }
    return render(request, "diagnosis/check_linkages.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def linkages_from_answers(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Whom the respondents of the wave's survey named: who is meant; then the yes."""
    wave = policy.wave_for(request.user, programme, pk, to="edit")
    answered = linkage_answers.answered_linkages(wave)
    if answered is None:
        sentence = gettext("No answer of this wave's survey names a partner.")
        messages.warning(request, sentence)
        return redirect("diagnosis:linkage-actors", programme, pk)
    form = AcceptAnswersForm(posted(request), answered=answered)
    if form.is_bound and form.is_out_of_date:
        form = AcceptAnswersForm(answered=answered, chosen=request.POST.dict())
        error = RuleError(
            "answers_came",
            gettext_noop(
                "Answers or firms came in since this page was opened. Look at the "
                "names once more; what you chose is still there."
            ),
        )
        return _answers_page(request, wave, form, status=409, error=error)
    if not form.is_valid():
        return _answers_page(request, wave, form, status=422 if form.is_bound else 200)
    try:
        taken = rules.accept_answered_linkages(wave, form.intake(), by=request.user)
    except RuleError as refusal:
        return _answers_page(request, wave, form, status=409, error=refusal)
    messages.success(request, _said(taken))
    if taken.unnamed:
        messages.warning(request, explain(Note(UNNAMED, count=taken.unnamed)))
    return redirect("diagnosis:linkage-actors", programme, pk)


def _answers_page(
    request: HttpRequest,
    wave: Wave,
    form: AcceptAnswersForm,
    *,
    status: int,
    error: RuleError | None = None,
) -> HttpResponse:
    context = _context(wave) | {
        "form": form,
        "answered": form.answered,
        "error": error,
    }
    return render(
        request, "diagnosis/linkages_from_answers.html", context, status=status
    )


def _context(wave: Wave) -> dict[str, Any]:
    slug = wave.cluster.programme.slug
    url = reverse("diagnosis:linkage-actors", args=[slug, wave.pk])
    context = linkage_frame(
        wave.cluster, "actors", above(wave.cluster), (wave.name, url)
    )
    return context | {"wave": wave}


def _said(taken: rules.Taken) -> str:
    told = gettext(
        "New linkages: %(new)s; changed: %(changed)s; as they were: %(same)s; taken "
        "back: %(retired)s. New actors: %(actors)s, of whom %(entered)s are new in the "
        "register."
    )
    return told % taken.__dict__
