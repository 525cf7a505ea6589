"""What the deeds of step 2 are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
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
        "interview.added": _("Interview added"),
        "interview.edited": _("Interview changed"),
        "interview.retired": _("Interview retired"),
        "option.added": _("Option added"),
        "option.retired": _("Option retired"),
        "problem.added": _("Problem added"),
        "problem.edited": _("Problem changed"),
        "problem.retired": _("Problem retired"),
        "remark.answered": _("Remark answered"),
        "section.remarked": _("Remark on a section"),
        "section.written": _("Section written"),
        "study.begun": _("Study begun"),
        "study.edited": _("Study changed"),
        "study.endorsed": _("Study endorsed"),
        "study.revised": _("Next edition begun"),
        "study.sent": _("Study laid before the commission"),
        "study.sent_back": _("Study sent back"),
        "study_row.added": _("Row of the study entered"),
        "study_row.edited": _("Row of the study changed"),
        "study_row.retired": _("Row of the study taken out"),
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)
