"""What a programme says of kinds, size classes and stages, in place of the method's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions


class RegisterSettings(Record):
    """How one programme classes its firms and institutions."""

    programme = models.OneToOneField(
        Programme, models.PROTECT, related_name="register_settings"
    )
    # [{"code": "micro", "name": "Micro", "least": 0}, ...], the smallest first.
    size_classes = models.JSONField(_("size classes"), default=list, blank=True)
    # [{"code": "guild", "name": "Guild"}, ...], beside the built-in kinds.
    kinds = models.JSONField(_("further kinds"), default=list, blank=True)
    chain_stages = models.JSONField(_("stages of the chain"), default=list, blank=True)
    unit_types = models.JSONField(_("types of unit"), default=list, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("settings of the register")

    def __str__(self) -> str:
        return f"{self.programme}"
