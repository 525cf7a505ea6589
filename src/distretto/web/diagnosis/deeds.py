"""What the deeds of step 2 are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "answers.accepted": _("Answers taken in"),
        "answers.read": _("Export of answers read"),
        "answers.refused": _("Export of answers refused"),
        "answers.retired": _("Export of answers taken off the list"),
        "answers.uploaded": _("Export of answers uploaded"),
        "form.added": _("Questionnaire put into use"),
        "form.edited": _("Questionnaire changed"),
        "form.retired": _("Questionnaire taken out of use"),
        "response.began": _("Interview begun"),
        "response.dropped": _("Interview given up"),
        "response.left_out": _("Response left out or taken back in"),
        "response.linked": _("Response linked to a firm"),
        "response.sent": _("Interview sent"),
        "results.published": _("Survey results published"),
        "sample.changed": _("State of a firm of the sample changed"),
        "sample.drawn": _("Sample drawn"),
        "survey.added": _("Survey set up"),
        "survey.edited": _("Survey changed"),
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)
