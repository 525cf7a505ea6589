"""The diagnostic study: its sections, its review, its endorsement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis import (
    baseline_tables,
    study_files,
    study_parts,
    study_table_files,
)
from distretto.web.diagnosis.forms.studies import (
    EndorseForm,
    SectionForm,
    SendForm,
    StudyForm,
    WordsForm,
)
from distretto.web.diagnosis.models import (
    BaselineValue,
    EndorsedEdition,
    Evidence,
    Study,
)
from distretto.web.diagnosis.policy import clusters as cluster_policy
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries import evidence as evidence_queries
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.queries.missing import Missing, missing_in
from distretto.web.diagnosis.rules import studies as rules
from distretto.web.diagnosis.study_sections import BY_KEY, SECTIONS
from distretto.web.diagnosis.views.frame import frame
from distretto.web.ui.pictures import page_language
from distretto.web.ui.replies import act, done, posted, saved


@login_required
@require_http_methods(["GET", "POST"])
def study(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The study of a cluster: begun here, and its sections with what is missing."""
    to = "edit" if request.method == "POST" else "view"
    cluster = cluster_policy.cluster_for(request.user, programme, pk, to=to)
    found = policy.study_of(cluster)
    if found is None:
        if request.method == "POST":
            title = gettext("Diagnostic study of %(cluster)s") % {"cluster": cluster}
            done(
                request,
                lambda: rules.begin_study(cluster, title=title[:200], by=request.user),
            )
            return redirect("diagnosis:study", programme, pk)
        context = frame(cluster, "study") | {"editions": policy.editions_of(cluster)}
        return render(request, "diagnosis/begin_study.html", context)
    return _study(request, found)


def _study(
    request: HttpRequest, found: Study, *, status: int = 200, **more: Any
) -> HttpResponse:
    missing = Missing(found)
    context = {
        **study_frame(found),
        "sections": [(each, missing.section(each)) for each in missing.states],
        "missing": missing.whole,
        "editions": found.editions.current().select_related("meeting"),
        "send_form": SendForm(study=found),
        "endorse_form": EndorseForm(
            study=found, initial={"endorsed_on": timezone.localdate()}
        ),
        "kinds": study_files.SHORT_KINDS,
        "writers": (("pdf", "PDF"), ("docx", "Word")),
        **more,
    }
    return render(request, "diagnosis/study.html", context, status=status)


def study_frame(found: Study) -> dict[str, Any]:
    """What every page of a study says of where it stands."""
    return frame(found.cluster, "study") | {"study": found}


def evidence_shown(found: Study) -> list[Evidence]:
    """The evidence that the reader may see, with the codes by which it is cited."""
    sees = cluster_policy.may(found.cluster.programme, "confidential")
    pieces = queries.evidence_of(found, sees_confidential=sees)
    return evidence_queries.with_codes(found, pieces)


@login_required
@require_http_methods(["GET", "POST"])
def edit_study(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change the title of a study, its wave and its product."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = StudyForm(posted(request), instance=found)
    context = study_frame(found) | {"form": form}
    if form.is_valid() and saved(
        form, lambda: rules.edit_study(found, form.facts(), by=request.user)
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect("diagnosis:study", programme, found.cluster_id)
    status = 422 if form.is_bound else 200
    return render(request, "diagnosis/edit_study.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, programme: str, pk: UUID, key: str) -> HttpResponse:
    """One section: its guidance, its text, and the tables and pictures beside it."""
    to = "edit" if request.method == "POST" else "view"
    found = policy.study_for(request.user, programme, pk, to=to)
    if key not in BY_KEY:
        raise Http404
    missing = Missing(found)
    state = next(each for each in missing.states if each.kind.key == key)
    form = SectionForm(
        posted(request),
        initial={"text": state.text, "is_ready": state.is_ready, "seen": state.text},
    )
    if form.is_valid() and saved(
        form,
        lambda: rules.write_section(found, key, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, gettext("The section is saved."))
        return redirect("diagnosis:section", programme, pk, key)
    context = {
        **study_frame(found),
        "state": state,
        "form": form,
        "parts": study_parts.shown(found, state.kind.parts),
        "missing": missing.section(state),
        "evidence": evidence_shown(found),
        "notes": state.section.notes.current().select_related("by")
        if state.section
        else [],
        "may_remark": found.status in (Study.Status.IN_REVIEW, Study.Status.SENT_BACK),
        "before": SECTIONS[state.kind.number - 1] if state.kind.number else None,
        "after": SECTIONS[state.kind.number + 1]
        if state.kind.number + 1 < len(SECTIONS)
        else None,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/section.html", context, status=status)


@login_required
@require_POST
def remark(request: HttpRequest, programme: str, pk: UUID, key: str) -> HttpResponse:
    """Say something of a section while the study is with the commission."""
    found = policy.study_for(request.user, programme, pk)
    if key not in BY_KEY:
        raise Http404
    form = WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"]
        done(request, lambda: rules.remark(found, key, text=words, by=request.user))
    else:
        messages.error(request, gettext("Write a remark, of 4,000 letters at most."))
    return redirect("diagnosis:section", programme, pk, key)


@login_required
@require_POST
def answer_remark(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say what came of a remark."""
    note = policy.remark_for(request.user, programme, pk)
    form = WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"]
        done(request, lambda: rules.answer_remark(note, answer=words, by=request.user))
    else:
        messages.error(request, gettext("Write what came of the remark."))
    key, study_pk = note.section.key, note.section.study_id
    return redirect("diagnosis:section", programme, study_pk, key)


@login_required
@require_POST
def send_to_commission(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Lay the study before the commission."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = SendForm(request.POST, study=found)
    if not form.is_valid():
        return _study(request, found, status=422, send_form=form)
    body = form.cleaned_data["body"]
    return act(
        request,
        lambda: rules.send_to_commission(found, body, by=request.user),
        gettext("The study is with the commission; everybody reads it."),
        "diagnosis:study",
        programme,
        found.cluster_id,
    )


@login_required
@require_POST
def send_back(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The commission asks for changes."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = WordsForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["text"]
        done(request, lambda: rules.send_back(found, reason=reason, by=request.user))
    else:
        messages.error(request, gettext("Write what the commission asks for."))
    return redirect("diagnosis:study", programme, found.cluster_id)


@login_required
@require_POST
def endorse(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The commission endorses the study: the edition and its baseline are frozen."""
    found = policy.study_for(request.user, programme, pk, to="manage")
    form = EndorseForm(request.POST, study=found)
    if not form.is_valid():
        return _study(request, found, status=422, endorse_form=form)
    endorsement = rules.Endorsement(**form.cleaned_data)
    endorsed = saved(
        form,
        lambda: rules.endorse(
            found,
            endorsement,
            gate=missing_in,
            freeze=_freeze,
            by=request.user,
        ),
    )
    if not endorsed:
        return _study(request, found, status=422, endorse_form=form)
    values = endorsed.baseline.count()
    said = ngettext(
        "The study is endorsed; its baseline has %(count)s value.",
        "The study is endorsed; its baseline has %(count)s values.",
        values,
    )
    messages.success(request, said % {"count": values})
    return redirect("diagnosis:study", programme, found.cluster_id)


def _freeze(decision: EndorsedEdition) -> rules.Frozen:
    study = decision.study
    return study_files.keep_pdf(study, decision), baseline.values_for(study)


@login_required
@require_POST
def revise_study(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Begin the next edition."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    done(request, lambda: rules.revise_study(found, by=request.user))
    return redirect("diagnosis:study", programme, found.cluster_id)


@login_required
@require_GET
def study_file(
    request: HttpRequest, programme: str, pk: UUID, kind: str, ending: str
) -> HttpResponse:
    """The one-page snapshot or the summary for a meeting, as PDF or Word."""
    found = policy.study_for(request.user, programme, pk)
    if kind not in study_files.SHORT or ending not in study_files.CONTENT_TYPES:
        raise Http404
    return study_files.answer(found, kind, ending)


@login_required
@require_POST
def write_study(
    request: HttpRequest, programme: str, pk: UUID, ending: str
) -> HttpResponse:
    """Write the whole study in the background."""
    found = policy.study_for(request.user, programme, pk)
    if ending not in study_files.CONTENT_TYPES:
        raise Http404
    run = study_files.write_study(found, ending, by=request.user)
    return redirect("work:run", programme, run.pk)


@login_required
@require_GET
def written_study(
    request: HttpRequest, programme: str, pk: UUID, digest: str, ending: str
) -> HttpResponse:
    """A study that was written in the background, as a download."""
    found = policy.study_for(request.user, programme, pk)
    return study_files.written(found, request.path, digest, ending)


@login_required
@require_GET
def edition(
    request: HttpRequest, programme: str, pk: UUID, number: int
) -> HttpResponse:
    """An endorsed edition: the decision, its document and its baseline."""
    frozen = policy.edition_for(request.user, programme, pk, number)
    values = _baseline(frozen)
    language = page_language()
    tables = baseline_tables.blocks(values, language)
    context = {
        **study_frame(frozen.study),
        "edition": frozen,
        "days": baseline_tables.days_of(values),
        "parts": study_parts.shown_blocks(tables, language),
        "kinds": study_table_files.KINDS,
    }
    return render(request, "diagnosis/edition.html", context)


def _baseline(frozen: EndorsedEdition) -> list[BaselineValue]:
    """The values that this reader may see."""
    sees_all = cluster_policy.may(frozen.study.cluster.programme, "firms")
    return baseline.values_in(frozen, with_restricted=sees_all)


@login_required
@require_GET
def edition_baseline(
    request: HttpRequest, programme: str, pk: UUID, number: int, ending: str
) -> HttpResponse:
    """The baseline of an endorsed edition as CSV or Excel."""
    frozen = policy.edition_for(request.user, programme, pk, number)
    language = page_language()
    table = baseline_tables.long_table(_baseline(frozen), language)
    return study_table_files.table_file(table, ending, language)


@login_required
@require_GET
def edition_file(
    request: HttpRequest, programme: str, pk: UUID, number: int
) -> HttpResponse:
    """The document of an endorsed edition, as it was."""
    frozen = policy.edition_for(request.user, programme, pk, number)
    return study_files.kept(frozen.study, frozen)
