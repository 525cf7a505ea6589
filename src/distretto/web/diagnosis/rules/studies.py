"""A study from its first line to its endorsement, edition by edition."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import (
    EndorsedEdition,
    ReviewNote,
    Section,
    Study,
)
from distretto.web.diagnosis.study_sections import BY_KEY
from distretto.web.history.rules import create_all, deed
from distretto.web.register.models import Body, Cluster, Meeting
from distretto.web.register.rules.days import check_has_come

Status = Study.Status
FIRST_MISSING = 3  # of what is missing, told where no reason is given
FACTS = ("title", "wave", "product", "product_unit", "currency")


def begin_study(cluster: Cluster, *, title: str, by: Any) -> Study:
    """Begin the diagnostic study of a cluster, in the currency of its programme."""
    study = Study(cluster=cluster, title=title, currency=cluster.programme.currency)
    with deed("study.begun", by=by, programme=cluster.programme, about=title):
        study.full_clean()
        study.save()
    return study


def edit_study(study: Study, facts: Mapping[str, Any], *, by: Any) -> Study:
    """Change the title of a study, its wave, and the product it prices."""
    with changing(study, "study.edited", by=by) as held:
        for name in FACTS:
            setattr(held, name, facts[name])
        if held.wave is not None and held.wave.cluster_id != held.cluster_id:
            raise RuleError(
                "wave_elsewhere",
                gettext_noop("“%(wave)s” is a wave of another cluster."),
                wave=held.wave.name,
            )
        held.full_clean()
        held.save()
    return held


def write_section(
    study: Study,
    key: str,
    *,
    text: str,
    is_ready: bool,
    by: Any,
    seen: str | None = None,
) -> Section:
    """Write the text of a section. `seen` is the text that the writer began from.

    Raises
    ------
    RuleError
        Somebody else has saved the section since; nothing of either text is lost.
    """
    with changing(study, "section.written", by=by, about=BY_KEY[key].title) as held:
        section, _ = Section.objects.current().get_or_create(study=held, key=key)
        if seen is not None and section.text not in (seen, text):
            raise RuleError(
                "section_changed",
                gettext_noop(
                    "Somebody has saved this section since you opened it. Your text is "
                    "still here: copy it, load the page again, and join both."
                ),
            )
        section.text, section.is_ready = text, is_ready
        section.full_clean()
        section.save()
    return section


def send_to_commission(study: Study, body: Body, *, by: Any) -> Study:
    """Lay a study before the commission: from now on the programme reads it."""
    with changing(study, "study.sent", by=by) as held:
        _check_status(held, Status.DRAFT, Status.SENT_BACK)
        of_here = body.programme_id == held.cluster.programme_id
        if not of_here or body.cluster_id not in (held.cluster_id, None):
            raise RuleError(
                "body_elsewhere",
                gettext_noop("“%(body)s” is a body of another cluster."),
                body=body.name,
            )
        held.status, held.reviewed_by = Status.IN_REVIEW, body
        held.save(update_fields=["status", "reviewed_by"])
    return held


def remark(study: Study, key: str, *, text: str, by: Any) -> ReviewNote:
    """Say something of a section while the commission reviews the study."""
    with deed(
        "section.remarked",
        by=by,
        programme=study.cluster.programme,
        about=BY_KEY[key].title,
    ):
        held = _held(study)
        _check_status(held, Status.IN_REVIEW, Status.SENT_BACK)
        section, _ = Section.objects.current().get_or_create(study=held, key=key)
        note = ReviewNote(section=section, by=by, text=text)
        note.full_clean()
        note.save()
    return note


def answer_remark(note: ReviewNote, *, answer: str, by: Any) -> ReviewNote:
    """Say what came of a remark."""
    study = note.section.study
    with changing(study, "remark.answered", by=by):
        held: ReviewNote = held_part(note)
        held.answer = answer
        held.full_clean()
        held.save(update_fields=["answer"])
    return held


def send_back(study: Study, *, reason: str, by: Any) -> Study:
    """The commission asks for changes before it endorses."""
    programme = study.cluster.programme
    with deed(
        "study.sent_back", by=by, programme=programme, about=study, reason=reason
    ):
        held = _held(study)
        _check_status(held, Status.IN_REVIEW)
        held.status, held.sent_back_because = Status.SENT_BACK, reason
        held.full_clean()
        held.save(update_fields=["status", "sent_back_because"])
    return held


@dataclass(frozen=True)
class Endorsement:
    """The decision of the commission; `reason` is why it does not wait for more."""

    endorsed_on: date
    decision: str
    meeting: Meeting | None = None
    reason: str = ""


# What is missing of a study, in sentences.
Gate = Callable[[Study], Collection[str]]
# The name of the kept document, and the values of the baseline, not saved yet.
Frozen = tuple[str, Collection[Any]]


def endorse(
    study: Study,
    endorsement: Endorsement,
    *,
    gate: Gate,
    freeze: Callable[[EndorsedEdition], Frozen],
    by: Any,
) -> EndorsedEdition:
    """Freeze an edition as the commission endorsed it, with its baseline.

    `gate` and `freeze` are called while nobody else can change the study, `freeze` when
    everything else is right: what was missing, document, baseline and record are then
    of one moment. A gate, no lock: where something is missing, a reason is asked for
    and kept.

    Raises
    ------
    RuleError
        The study is not with the commission, the meeting is of another body, or
        something is missing and no reason is given.
    """
    programme = study.cluster.programme
    with deed("study.endorsed", by=by, programme=programme, about=study):
        held = _held(study)
        _check_status(held, Status.IN_REVIEW)
        _check_meeting(held, endorsement.meeting)
        check_has_come(endorsement.endorsed_on)
        missing = [*gate(held), *_lacking_minutes(endorsement.meeting)]
        _check_gate(missing, endorsement.reason)
        edition = EndorsedEdition(
            study=held,
            edition=held.edition,
            meeting=endorsement.meeting,
            endorsed_on=endorsement.endorsed_on,
            decision=endorsement.decision,
            missing=missing,
            reason=endorsement.reason,
        )
        edition.pdf, baseline = freeze(edition)
        edition.full_clean()
        edition.save()
        for value in baseline:
            value.edition = edition
            value.full_clean(exclude=["edition"])  # it was saved a moment ago
        create_all(list(baseline))
        held.status = Status.ENDORSED
        held.save(update_fields=["status"])
    return edition


def revise_study(study: Study, *, by: Any) -> Study:
    """Begin the next edition; the endorsed one stays as it was."""
    programme = study.cluster.programme
    with deed("study.revised", by=by, programme=programme, about=study):
        held = _held(study)
        _check_status(held, Status.ENDORSED)
        held.status, held.edition = Status.DRAFT, held.edition + 1
        held.save(update_fields=["status", "edition"])
        for section in held.sections.current().filter(is_ready=True):
            section.is_ready = False
            section.save(update_fields=["is_ready"])
    return held


@contextmanager
def changing(study: Study, did: str, *, by: Any, about: object = "") -> Iterator[Study]:
    """A deed on an open study, which is locked meanwhile.

    Every rule that changes something of a study goes through here, so that an endorsed
    edition cannot change under those who endorsed it.
    """
    programme = study.cluster.programme
    with deed(did, by=by, programme=programme, about=about or study):
        yield held_study(study)


@contextmanager
def changing_part(part: Any, did: str, *, by: Any, about: object = "") -> Iterator[Any]:
    """The same for a part of a study (a finding, an interview ...), read again.

    Raises
    ------
    RuleError
        Somebody has taken it out meanwhile, or the study is endorsed.
    """
    with changing(part.study, did, by=by, about=about or part) as study:
        held = held_part(part)
        held.study = study
        yield held


def held_part(part: Any) -> Any:
    """A record as it stands now, locked until the deed is through.

    Raises
    ------
    RuleError
        Somebody has taken it out meanwhile.
    """
    held = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)
    if held.is_retired:
        raise RuleError(
            "part_taken_out",
            gettext_noop("“%(what)s” was taken out meanwhile. Load the page again."),
            what=str(held),
        )
    return held


def held_study(study: Study) -> Study:
    """The study as it stands now, locked until the deed is through.

    Raises
    ------
    RuleError
        It is endorsed: the next edition must be begun first.
    """
    held = _held(study)
    if held.is_endorsed:
        raise RuleError(
            "study_endorsed",
            gettext_noop(
                "The study is endorsed as it is. Begin the next edition to change it."
            ),
        )
    return held


def _held(study: Study) -> Study:
    held: Study = (
        Study.objects.select_for_update(of=("self",))
        .select_related("cluster__programme", "wave", "reviewed_by")
        .get(pk=study.pk)
    )
    return held


def _check_status(study: Study, *wanted: str) -> None:
    if study.status not in wanted:
        raise RuleError(
            "study_not_there_yet",
            gettext_noop(
                "The study is “%(status)s”. This is done while it is “%(wanted)s”."
            ),
            status=study.get_status_display(),
            wanted=" / ".join(str(Status(each).label) for each in wanted),
        )


def _lacking_minutes(meeting: Meeting | None) -> Iterator[str]:
    """An endorsement is worth what its minutes are."""
    if meeting is None:
        yield gettext("No meeting is named in whose minutes the decision stands.")
    elif not meeting.has_minutes:
        yield gettext("The meeting that endorsed it has no minutes yet.")
    elif meeting.minutes_agreed_on is None:
        yield gettext("The minutes of the meeting that endorsed it are not agreed yet.")


def _check_meeting(study: Study, meeting: Meeting | None) -> None:
    if meeting is not None and meeting.body_id != study.reviewed_by_id:
        raise RuleError(
            "meeting_elsewhere",
            gettext_noop(
                "The meeting is not one of the body that the study was laid before."
            ),
        )
    if meeting is not None:
        check_has_come(meeting.day)


def _check_gate(missing: Collection[str], reason: str) -> None:
    if missing and not reason.strip():
        raise RuleError(
            "gate_without_reason",
            gettext_noop(
                "%(count)s missing: %(first)s Say why the study is endorsed all the "
                "same."
            ),
            count=len(missing),
            first=" ".join(list(missing)[:FIRST_MISSING]),
        )
