"""What the deeds of step 2 are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "linkage.file_accepted": _("File of linkages taken in"),
        "linkage.noted": _("Linkages noted"),
        "linkage.retired": _("Linkage taken back"),
        "linkage.survey_accepted": _("Linkages taken from the answers"),
        "linkage_actor.added": _("Actor of a wave added"),
        "linkage_actor.changed": _("Actor of a wave changed"),
        "linkage_actor.members_added": _("Members made actors of a wave"),
        "linkage_actor.retired": _("Actor of a wave taken off"),
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)
