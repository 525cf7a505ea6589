"""What the deeds of step 2 are called, and which may not be undone just like that."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from distretto.errors import RuleError, gettext_noop
from distretto.web.history import deeds
from distretto.web.history.models import Change, Deed

deeds.titles(
    {
        "answers.accepted": _("Answers taken in"),
        "answers.read": _("Export of answers read"),
        "answers.refused": _("Export of answers refused"),
        "answers.retired": _("Export of answers taken off the list"),
        "answers.uploaded": _("Export of answers uploaded"),
        "cause.linked": _("Cause named"),
        "cause.unlinked": _("Cause taken back"),
        "costs.saved": _("Cost structure saved"),
        "evidence.added": _("Evidence added"),
        "evidence.edited": _("Evidence changed"),
        "evidence.retired": _("Evidence retired"),
        "figure.taken": _("Figures taken into the profile"),
        "figure.used": _("Figure chosen among several"),
        "finding.added": _("Finding added"),
        "finding.edited": _("Finding changed"),
        "finding.moved": _("Finding moved"),
        "finding.retired": _("Finding retired"),
        "finding.voted": _("Votes on findings noted"),
        "form.added": _("Questionnaire put into use"),
        "form.edited": _("Questionnaire changed"),
        "form.retired": _("Questionnaire taken out of use"),
        "interview.added": _("Interview added"),
        "interview.consent_back": _("Consent to be quoted taken back"),
        "interview.edited": _("Interview changed"),
        "interview.retired": _("Interview retired"),
        "linkage.file_accepted": _("File of linkages taken in"),
        "linkage.noted": _("Linkages noted"),
        "linkage.retired": _("Linkage taken back"),
        "linkage.survey_accepted": _("Linkages taken from the answers"),
        "linkage_actor.added": _("Actor of a wave added"),
        "linkage_actor.changed": _("Actor of a wave changed"),
        "linkage_actor.members_added": _("Members made actors of a wave"),
        "linkage_actor.retired": _("Actor of a wave taken off"),
        "option.added": _("Option added"),
        "option.retired": _("Option retired"),
        "problem.added": _("Problem added"),
        "problem.edited": _("Problem changed"),
        "problem.retired": _("Problem retired"),
        "remark.answered": _("Remark answered"),
        "response.began": _("Interview begun"),
        "response.dropped": _("Interview given up"),
        "response.left_out": _("Response left out or taken back in"),
        "response.linked": _("Response linked to a firm"),
        "response.sent": _("Interview sent"),
        "results.published": _("Survey results published"),
        "sample.changed": _("State of a firm of the sample changed"),
        "sample.drawn": _("Sample drawn"),
        "section.remarked": _("Remark on a section"),
        "section.written": _("Section written"),
        "study.begun": _("Study begun"),
        "study.edited": _("Study changed"),
        "study.endorsed": _("Study endorsed"),
        "study.revised": _("Next edition begun"),
        "study.sent": _("Study laid before the commission"),
        "study.sent_back": _("Study sent back"),
        "survey.added": _("Survey set up"),
        "survey.edited": _("Survey changed"),
        "study_row.added": _("Row of the study entered"),
        "study_row.edited": _("Row of the study changed"),
        "study_row.retired": _("Row of the study taken out"),
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)

# What changes something of a study. Undoing an endorsement is how an endorsed study is
# opened again, and so is not among them.
OF_A_STUDY = (
    *("cause.linked", "cause.unlinked", "evidence.added", "evidence.edited"),
    *("evidence.retired", "finding.added", "finding.edited", "finding.moved"),
    *("finding.retired", "finding.voted", "interview.added", "interview.edited"),
    *("interview.retired", "option.added", "option.retired", "problem.added"),
    *("problem.edited", "problem.retired", "remark.answered", "section.remarked"),
    *("section.written", "study.begun", "study.edited", "study.sent"),
    *("study.sent_back", "study_row.added", "study_row.edited", "study_row.retired"),
    *("costs.saved", "figure.taken", "figure.used"),
)


# By which relations a part of a part leads to its study.
PARENTS = ("section", "cause", "finding", "stage", "source_stage", "service")


@deeds.guard(*OF_A_STUDY)
def endorsed_studies_stay(entry: Any, *, by: Any) -> None:
    """What the commission endorsed does not change through the history either."""
    for study in map(_study_of, _records([entry])):
        if study is not None and study.is_endorsed:
            raise RuleError(
                "study_endorsed",
                gettext_noop(
                    "The study is endorsed as it is. Begin the next edition to change "
                    "it."
                ),
            )


@deeds.guard("study.endorsed", "study.revised")
def endorsed_as_it_was(entry: Any, *, by: Any) -> None:
    """To return to an endorsement, nothing may have changed since it was left."""
    studies = {
        study.pk
        for study in map(_study_of, _records([entry]))
        if study is not None and study.is_endorsed
    }
    if studies and any(
        getattr(_study_of(record), "pk", None) in studies
        for record in _records(_work_since(entry))
    ):
        raise RuleError(
            "study_worked_on",
            gettext_noop(
                "The study was worked on since, and would be endorsed as nobody has "
                "endorsed it. Lay it before the commission again."
            ),
        )


@deeds.guard("form.edited")
def asked_as_it_was(entry: Any, *, by: Any) -> None:
    """Whoever was asked by a questionnaire was asked in its words."""
    for form in _records([entry]):
        if form.is_in_use:
            raise RuleError(
                "form_asked",
                gettext_noop(
                    "“%(form)s” is in use with these words. Change its wording: that "
                    "makes the next version."
                ),
                form=str(form),
            )


def _work_since(entry: Any) -> Any:
    """The later deeds that still hold; what was done and undone since is neither."""
    return (
        Deed.objects.filter(programme_id=entry.programme_id, pk__gt=entry.pk)
        .filter(undone_by__isnull=True)
        .exclude(undoes=entry)
        .exclude(undoes__pk__gt=entry.pk)
    )


def _records(entries: Any) -> Iterator[Any]:
    """The records of step 2 that these deeds touched, with a few queries per model."""
    touched = Change.objects.filter(deed__in=entries, model__startswith="diagnosis.")
    of_model: dict[str, set[Any]] = defaultdict(set)
    for label, pk in touched.values_list("model", "object_id"):
        of_model[label].add(pk)
    for label, pks in of_model.items():
        model: Any = apps.get_model(label)
        names = {field.name for field in model._meta.concrete_fields}
        parents = ["study"] if "study" in names else []
        parents += [f"{name}__study" for name in PARENTS if name in names]
        yield from model.objects.select_related(*parents).filter(pk__in=pks)


def _study_of(record: Any) -> Any:
    """The study that a record is a part of, if it is one."""
    for name in PARENTS:
        if getattr(record, name, None) is not None and not hasattr(record, "study"):
            record = getattr(record, name)
    return record if hasattr(record, "is_endorsed") else getattr(record, "study", None)
