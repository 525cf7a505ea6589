"""Kinds of organisations, size classes and the other words a programme may change.

The method's words are built in and translated; a programme adds its own in
`RegisterSettings`, or replaces the size classes by those of its country's law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.register.models import RegisterSettings

FIRM = "firm"
# An institution of which nobody says what it does.
INSTITUTION = "support_institution"
# Who trades with the firms, and supports them in nothing.
MARKET = frozenset({"buyer", "supplier", "trader"})
# Who takes part in a cluster: method.md, section 6.
KINDS: Mapping[str, Any] = {
    FIRM: _("Firm"),
    "worker_group": _("Self-help or workers' group"),
    "association": _("Association"),
    "support_institution": _("Support institution"),
    "bds_provider": _("Provider of business services"),
    "training": _("Training institution"),
    "research": _("Research or testing institution"),
    "university": _("University"),
    "finance": _("Bank or other source of finance"),
    "authority": _("Public authority"),
    "ngo": _("Non-governmental organisation"),
    "buyer": _("Buyer"),
    "supplier": _("Supplier"),
    "trader": _("Trader"),
    "donor": _("Donor"),
}


@dataclass(frozen=True)
class SizeClass:
    """A class of firms by persons employed, from `least` up to the next class."""

    code: str
    name: Any
    least: int


# Those of the World Bank's Enterprise Surveys.
SIZE_CLASSES: Sequence[SizeClass] = (
    SizeClass("micro", _("Micro"), 0),
    SizeClass("small", _("Small"), 5),
    SizeClass("medium", _("Medium"), 20),
    SizeClass("large", _("Large"), 100),
)


@dataclass(frozen=True)
class Words:
    """The words of one programme: its kinds and size classes, by their codes."""

    kinds: Mapping[str, Any]
    size_classes: Sequence[SizeClass]
    chain_stages: Sequence[str] = ()
    unit_types: Sequence[str] = ()

    def size_class_of(self, employees: int | None, told: str = "") -> str:
        """The class of a firm: by its number of people, else the one it was told."""
        if employees is None:
            return told
        fitting = [each for each in self.size_classes if each.least <= employees]
        return fitting[-1].code if fitting else told

    def class_of_band(self, low: float | None, high: float | None) -> str:
        """The size class that holds a whole band; a band across two says neither.

        `high` is None where a band has no upper end.
        """
        if low is None:
            return ""
        lowest = self.size_class_of(int(low))
        if high is None:
            return lowest if lowest == self.size_classes[-1].code else ""
        return lowest if lowest == self.size_class_of(int(high)) else ""

    def size_name(self, code: str) -> str:
        """What a class is called; the code where a programme no longer has it."""
        named = {each.code: each.name for each in self.size_classes}
        return str(named.get(code, code))

    def kind_name(self, code: str) -> str:
        """What a kind is called; the code where a programme no longer has it."""
        return str(self.kinds.get(code, code))

    def range_of(self, code: str) -> tuple[int, int | None]:
        """Persons employed in a class: the least, and the least of the next class."""
        codes = [each.code for each in self.size_classes]
        place = codes.index(code)
        after = self.size_classes[place + 1 :]
        return self.size_classes[place].least, after[0].least if after else None


def words_of(programme: Programme) -> Words:
    """What a programme calls kinds, size classes, stages and types of unit."""
    said = RegisterSettings.objects.current().filter(programme=programme).first()
    if said is None:
        return Words(KINDS, SIZE_CLASSES)
    own = {each["code"]: each["name"] for each in said.kinds}
    classes = [SizeClass(**each) for each in said.size_classes]
    return Words(
        {**KINDS, **own},
        classes or SIZE_CLASSES,
        said.chain_stages,
        said.unit_types,
    )


def in_size_class(words: Words, code: str) -> Q:
    """The organisations of a size class, by their number of people or as told."""
    least, below = words.range_of(code)
    counted = Q(employees__gte=least)
    if below is not None:
        counted &= Q(employees__lt=below)
    return counted | Q(employees__isnull=True, size_class=code)
