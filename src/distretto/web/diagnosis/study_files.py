"""The study as documents: whole, on one page, and as a summary for a meeting."""

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.documents import blocks, printed, word
from distretto.web.diagnosis import study_annexes, study_parts, study_shorts
from distretto.web.diagnosis import table_parts as table_parts  # registers its parts
from distretto.web.diagnosis.models import EndorsedEdition, Study
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.register import kept_files
from distretto.web.ui.downloads import download
from distretto.web.ui.pictures import page_language
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, job, start_run

log = logging.getLogger(__name__)
FOLDER = "studies"
# What was endorsed cannot be made again: it has a folder of its own.
ENDORSED = "endorsed-studies"
SHORT_KINDS: Mapping[str, Any] = {
    "snapshot": _("Snapshot on one page"),
    "summary": _("Two-minute summary for a meeting"),
}
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {"pdf": "application/pdf", "docx": OFFICE}


def write_study(study: Study, ending: str, *, by: Any) -> Run:
    """Write the whole study in the background; once, if that is asked twice."""
    unfinished = study.cluster.programme.runs.filter(
        job="diagnosis.write_study",
        started_by=by,
        state__in=(Run.State.WAITING, Run.State.RUNNING),
        arguments__study=str(study.pk),
        arguments__ending=ending,
    )
    return unfinished.first() or start_run(
        "diagnosis.write_study",
        by=by,
        programme=study.cluster.programme,
        subject=study.title,
        study=str(study.pk),
        ending=ending,
        language=translation.get_language() or "en",
    )


@job("diagnosis.write_study")
def _write(run: Run, progress: Progress, study: str, ending: str, language: str) -> str:
    found = (
        Study.objects.current()
        .select_related("cluster__programme", "wave", "reviewed_by")
        .get(pk=study)
    )
    with translation.override(language):
        decision = study_shorts.decision_on(found)
        content = written_whole(
            found, ending, decision, note=_of_today(decision), progress=progress
        )
    digest = hashlib.sha256(content).hexdigest()
    kept_files.keep(_name(digest, ending), content)
    slug = found.cluster.programme.slug
    return reverse("diagnosis:written-study", args=[slug, found.pk, digest, ending])


def _name(digest: str, ending: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.{ending}"


def written_whole(
    study: Study,
    ending: str,
    decision: EndorsedEdition | None,
    *,
    note: str = "",
    progress: Progress | None = None,
) -> bytes:
    """The whole study as PDF or Word, its tables and figures under numbers."""
    language = page_language()
    told = whole(study, language, decision=decision, note=note, progress=progress)
    return document(
        study,
        study.title,
        told,
        language,
        ending,
        contents=gettext("Contents"),
        numbering=blocks.Numbering(
            table=gettext("Table"),
            figure=gettext("Figure"),
            continued=gettext("continued"),
            tables=gettext("Tables"),
            figures=gettext("Figures"),
        ),
    )


def document(
    study: Study,
    title: str,
    told: list[blocks.Block],
    language: Language,
    ending: str,
    **how: Any,
) -> bytes:
    """A document as PDF or Word, each block in the direction of its own writing."""
    own = [blocks.in_its_direction(block, language) for block in told]
    writer = printed.document if ending == "pdf" else word.document
    about = blocks.About(
        author=study.cluster.programme.name,
        subject=study.cluster.name,
        day=timezone.localdate(),
    )
    return writer(title, own, language, about=about, **how)


def whole(
    study: Study,
    language: Language,
    *,
    decision: EndorsedEdition | None = None,
    note: str = "",
    progress: Progress | None = None,
) -> list[blocks.Block]:
    """All sections with their texts, tables and pictures.

    `decision` is that of the commission on the present edition, saved or about to be;
    `note` is said on the first page.
    """
    told = _front(study, decision, note)
    states = queries.sections_of(study)
    for done, state in enumerate(states):
        if progress:
            progress.say(str(state.kind.title), done=done, of=len(states))
        told.append(blocks.Heading(f"{state.kind.number} {state.kind.title}"))
        told += [
            blocks.Text(paragraph.strip())
            for paragraph in state.text.split("\n\n")
            if paragraph.strip()
        ]
        parts = study_parts.blocks_of(study, state.kind.parts, language)
        if not state.text.strip() and not parts:
            told.append(blocks.Text(gettext("Not written yet.")))
        told += parts
    return told + study_annexes.annexes(study, decision, language)


def _front(
    study: Study, decision: EndorsedEdition | None, note: str
) -> list[blocks.Block]:
    status = Study.Status.ENDORSED.label if decision else study.get_status_display()
    facts = blocks.Facts.of(
        (gettext("Cluster"), study.cluster.name),
        (gettext("Programme"), study_shorts.programme_told(study)),
        (gettext("Edition"), str(study.edition)),
        (gettext("Status"), str(status)),
        (gettext("Reviewed by"), study.reviewed_by.name if study.reviewed_by else ""),
        (
            gettext("Endorsed on"),
            date_format(decision.endorsed_on) if decision else "",
        ),
        (gettext("Written on"), date_format(timezone.localdate())),
    )
    told: list[blocks.Block] = [facts]
    if decision:
        told.append(blocks.Quote(decision.decision))
    if note:
        told.append(blocks.Text(note))
    return told


def _of_today(decision: EndorsedEdition | None) -> str:
    """What tells a copy from the document that was endorsed."""
    if decision is None:
        return ""
    return gettext(
        "This copy was written on %(today)s, with the figures that the register, the "
        "survey and the linkages gave on that day; the baseline alone is that of the "
        "endorsement. What was endorsed is the document that is kept with edition "
        "%(edition)s."
    ) % {"today": date_format(timezone.localdate()), "edition": decision.edition}


SHORT = {"snapshot": study_shorts.snapshot, "summary": study_shorts.summary}


def answer(study: Study, kind: str, ending: str) -> HttpResponse:
    """The snapshot or the summary as a download."""
    language = page_language()
    title = f"{study.cluster.name}: {SHORT_KINDS[kind]}"
    content = document(
        study,
        title,
        SHORT[kind](study, language),
        language,
        ending,
        is_one_page=kind == "snapshot",
    )
    return _download(study, content, kind, ending)


def _download(study: Study, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"{study.cluster.name}-{kind}.{ending}"
    return download(content, name, CONTENT_TYPES[ending])


def written(study: Study, path: str, digest: str, ending: str) -> HttpResponse:
    """A study that was written in the background, at the address of its run."""
    runs = study.cluster.programme.runs.filter(job="diagnosis.write_study")
    if ending not in CONTENT_TYPES or not runs.filter(result_url=path).exists():
        raise Http404
    content = kept_files.found(_name(digest, ending), bytes)
    if content is None:
        raise Http404
    return _download(study, content, "study", ending)


def keep_pdf(study: Study, decision: EndorsedEdition) -> str:
    """Keep the study as it stands, for its endorsement; the name it is kept by."""
    content = written_whole(study, "pdf", decision)
    digest = hashlib.sha256(content).hexdigest()
    name = f"{ENDORSED}/{digest[:2]}/{digest}.pdf"
    kept_files.keep(name, content)
    return name


def kept(study: Study, edition: EndorsedEdition) -> HttpResponse:
    """The document of an endorsed edition."""
    content = kept_files.found(edition.pdf, bytes)
    if content is None or hashlib.sha256(content).hexdigest() not in edition.pdf:
        log.error("The document of %s is missing or was changed.", edition)
        raise Http404
    return _download(study, content, f"edition-{edition.edition}", "pdf")
