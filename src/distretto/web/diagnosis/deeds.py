"""What the deeds of step 2 are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "wave.added": _("Wave opened"),
        "wave.edited": _("Wave changed"),
        "wave.retired": _("Wave retired"),
    }
)
