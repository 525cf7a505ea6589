"""Places: the regions that tables and clusters speak of."""

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.finding import Findable


class Place(Findable, Record):
    """A region: a district, county or commune, with its shape where it is known."""

    FOLLOWING = ("words", "shape_hash")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="places")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    shape = models.JSONField(_("boundary (GeoJSON geometry)"), null=True, blank=True)
    # Tells at once whether anything drawn or computed from shapes is still right.
    shape_hash = models.CharField(max_length=40, blank=True, editable=False)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    source = models.CharField(_("source of the boundary"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("place")
        ordering = ("name", "code")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(retired_at__isnull=True),
                name="one_place_per_code",
                violation_error_message=_("A place with this code is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code

    def spoken(self) -> str:
        return f"{self.name} {self.code}"

    def follow(self) -> None:
        super().follow()
        self.shape_hash = _hash_of(self.shape) if self.shape else ""


def _hash_of(shape: Any) -> str:
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:40]
