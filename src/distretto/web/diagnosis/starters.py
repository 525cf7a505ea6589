"""The indicators that a profile begins with: method.md, section 1.3, part 5."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Starter:
    """An indicator that most profiles have, with its unit."""

    indicator: Any
    unit: Any


STARTERS: Sequence[Starter] = (
    Starter(_("Firms"), _("firms")),
    Starter(_("Persons employed"), _("persons")),
    Starter(_("Women employed"), _("persons")),
    Starter(_("Skilled workers"), _("persons")),
    Starter(_("Monthly wage of an unskilled worker"), _("currency a month")),
    Starter(_("Monthly wage of a skilled worker"), _("currency a month")),
    Starter(_("Annual turnover"), _("currency a year")),
    Starter(_("Annual production"), _("units a year")),
    Starter(_("Share of exports in turnover"), "%"),
    Starter(_("Investment in plant and machinery"), _("currency")),
    Starter(_("Use of capacity"), "%"),
    Starter(_("Firms officially registered"), "%"),
    Starter(_("Firms in an association"), "%"),
    Starter(_("Poor households that live from it"), _("households")),
)
