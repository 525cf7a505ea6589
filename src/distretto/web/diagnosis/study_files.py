"""The study as documents: whole, on one page, and as a summary for a meeting."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.documents import blocks, printed, word
from distretto.formats.documents.photos import upright_jpeg
from distretto.web.diagnosis import study_parts
from distretto.web.diagnosis import table_parts as table_parts  # registers its parts
from distretto.web.diagnosis.models import EndorsedEdition, Evidence, Study
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
# Findings and problems on the snapshot and in the summary.
FIRST = 3


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
        decision = decision_on(found)
        content = document(
            found.title,
            whole(
                found,
                page_language(),
                decision=decision,
                note=_of_today(decision),
                progress=progress,
            ),
            page_language(),
            ending,
            contents=gettext("Contents"),
        )
    digest = hashlib.sha256(content).hexdigest()
    kept_files.keep(_name(digest, ending), content)
    slug = found.cluster.programme.slug
    return reverse("diagnosis:written-study", args=[slug, found.pk, digest, ending])


def _name(digest: str, ending: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.{ending}"


def document(
    title: str,
    told: list[blocks.Block],
    language: Language,
    ending: str,
    *,
    contents: str = "",
) -> bytes:
    """A document as PDF or Word, each block in the direction of its own writing."""
    own = [blocks.in_its_direction(block, language) for block in told]
    writer = printed.document if ending == "pdf" else word.document
    return writer(title, own, language, contents=contents)


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
    return told + _annexes(study)


def _front(
    study: Study, decision: EndorsedEdition | None, note: str
) -> list[blocks.Block]:
    status = Study.Status.ENDORSED.label if decision else study.get_status_display()
    facts = blocks.Facts.of(
        (gettext("Cluster"), study.cluster.name),
        (gettext("Programme"), study.cluster.programme.name),
        (gettext("Edition"), str(study.edition)),
        (gettext("Status"), str(status)),
        (gettext("Reviewed by"), study.reviewed_by.name if study.reviewed_by else ""),
        (
            gettext("Endorsed on"),
            date_format(decision.endorsed_on) if decision else "",
        ),
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
        "survey and the linkages gave on that day. What was endorsed is the document "
        "that is kept with edition %(edition)s."
    ) % {"today": date_format(timezone.localdate()), "edition": decision.edition}


def decision_on(study: Study) -> EndorsedEdition | None:
    """What the commission decided on the present edition, if it has."""
    found: EndorsedEdition | None = (
        study.editions.current().filter(edition=study.edition).first()
    )
    return found


def _annexes(study: Study) -> list[blocks.Block]:
    """Sources: the evidence that may be named, with where it comes from."""
    from distretto.formats.charts.picture import Column, Table

    evidence = queries.evidence_of(study, sees_confidential=False)
    rows = tuple(
        (
            each.title,
            str(each.get_kind_display()),
            each.source,
            date_format(each.dated) if each.dated else "",
        )
        for each in evidence
    )
    if not rows:
        return []
    columns = (
        Column("title", gettext("Evidence")),
        Column("kind", gettext("Kind")),
        Column("source", gettext("Source")),
        Column("dated", gettext("Day")),
    )
    return [
        blocks.Heading(gettext("Annex: evidence and sources")),
        blocks.Listing(Table(columns, rows), ("3fr", "1fr", "2fr", "1fr")),
        *_photos(each for each in evidence if each.kind == Evidence.Kind.PHOTO),
    ]


def _photos(evidence: Iterable[Evidence]) -> list[blocks.Block]:
    """The photos whose files are here; of others, that they are not printed."""
    told: list[blocks.Block] = []
    for each in evidence:
        if not each.file:
            continue
        printed_as = kept_files.found(str(each.file), upright_jpeg)
        if printed_as is None:
            told.append(blocks.Text(gettext(NOT_PRINTED) % {"photo": each.title}))
            continue
        jpeg, width, height = printed_as
        day = date_format(each.dated) if each.dated else ""
        caption = ". ".join(filter(None, (each.title, each.source, day)))
        told.append(
            blocks.Photo(
                title=each.title,
                jpeg=jpeg,
                width=width,
                height=height,
                description=each.quotation or each.title,
                caption=caption,
            )
        )
    return told


NOT_PRINTED = gettext_noop(
    "The photo “%(photo)s” is not printed: its file is no JPEG or PNG, or too large. "
    "Save it as JPEG and put it down again."
)


def snapshot(study: Study, language: Language) -> list[blocks.Block]:
    """One page: facts, first findings of each quadrant, first problems."""
    told = study_parts.blocks_of(study, ["facts"], language)
    for _code, name, findings in queries.board_of(study):
        if findings:
            told.append(blocks.Heading(name))
            told += [blocks.Text(f"– {each.statement}") for each in findings[:FIRST]]
    return told + _first_problems(study, language)


def _first_problems(study: Study, language: Language) -> list[blocks.Block]:
    ranked = queries.ranked_problems(study)[:FIRST]
    if not ranked:
        return []
    told = [
        blocks.Text(f"{place}. {each.problem.statement}")
        for place, each in enumerate(ranked, 1)
    ]
    return [blocks.Heading(gettext("First problems")), *told]


def summary(study: Study, language: Language) -> list[blocks.Block]:
    """What can be read aloud in two minutes: about 250 words."""
    text = next(
        (s.text for s in queries.sections_of(study) if s.kind.key == "summary"), ""
    )
    words = text.split()
    told: list[blocks.Block] = []
    if words:
        cut = " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")
        told.append(blocks.Text(cut))
    options = study.options.current()[:FIRST]
    if options:
        told.append(blocks.Heading(gettext("What the cluster could do")))
        told += [blocks.Text(f"– {each.statement}") for each in options]
    return [*told, *_first_problems(study, language)]


WORDS = 170
SHORT = {"snapshot": snapshot, "summary": summary}


def answer(study: Study, kind: str, ending: str) -> HttpResponse:
    """The snapshot or the summary as a download."""
    language = page_language()
    title = f"{study.cluster.name}: {SHORT_KINDS[kind]}"
    content = document(title, SHORT[kind](study, language), language, ending)
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
    language = page_language()
    content = document(
        study.title,
        whole(study, language, decision=decision),
        language,
        "pdf",
        contents=gettext("Contents"),
    )
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
