"""What the deeds of step 2 are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "costs.saved": _("Cost structure saved"),
        "figure.taken": _("Figures taken into the profile"),
        "figure.used": _("Figure chosen among several"),
        "study_row.added": _("Row of the study entered"),
        "study_row.edited": _("Row of the study changed"),
        "study_row.retired": _("Row of the study taken out"),
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)
