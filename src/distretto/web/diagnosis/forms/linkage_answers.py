"""Shape of what is asked about partners that respondents of a survey named."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from distretto.web.diagnosis.forms.linkage_names import NamesForm
from distretto.web.diagnosis.linkage_answers import Answered
from distretto.web.diagnosis.linkage_names import Name
from distretto.web.diagnosis.rules.linkage_files import Intake, Meant
from distretto.web.register.kinds import INSTITUTION

AS_SAID = "as-said"
OUTSIDE, NEW_INSTITUTION = "new-outside", "new-institution"
# What respondents call a partner, and what it is entered as: of whom they do not say
# that it is an institution, it is a firm, outside until it is a member.
SAID_AS: Mapping[str, tuple[str, str]] = {
    "institution": (NEW_INSTITUTION, INSTITUTION),
    "bank": (NEW_INSTITUTION, "finance"),
    "supplier": (OUTSIDE, "supplier"),
    "buyer": (OUTSIDE, "buyer"),
}


class AcceptAnswersForm(NamesForm):
    """Who the partners are that respondents named."""

    # The names that were looked at: others may have come since.
    as_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        answered: Answered,
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        """`chosen` is what was chosen of other names, and stays where it still fits."""
        self.answered = answered
        kept = {field: told for field, told in (chosen or {}).items() if told}
        stamp = {"as_of": answered.named.stamp}
        super().__init__(data, named=answered.named, initial=kept | stamp)

    @property
    def is_out_of_date(self) -> bool:
        """Whether answers, or the register, changed since the names were looked at."""
        return self.data.get("as_of") != self.named.stamp

    def rest_choices(self) -> list[tuple[str, Any]]:
        as_said = gettext("Enter them as what the respondents call them")
        return [(AS_SAID, as_said), *super().rest_choices()]

    def who(self, name: Name) -> forms.ChoiceField:
        field = super().who(name)
        called = self.answered.called.get(name.name)
        if called:
            told = gettext("The respondents call it: %(kind)s.") % {"kind": called}
            field.help_text = " ".join(filter(None, (told, str(field.help_text))))
        return field

    def register_kind(self, name: Name, told: str) -> str:
        new, kind = self._said_as(name)
        return kind if kind and new == told else super().register_kind(name, told)

    def for_the_rest(self, name: Name) -> str:
        told = super().for_the_rest(name)
        return self._said_as(name)[0] if told == AS_SAID else told

    def _said_as(self, name: Name) -> tuple[str, str]:
        return SAID_AS.get(self.answered.said.get(name.name, ""), (OUTSIDE, ""))

    def intake(self) -> Intake:
        """What is to be taken in."""
        meant, kinds = self.meant()
        respondents = {
            key: Meant(organisation=pk) for key, pk in self.answered.respondents.items()
        }
        return Intake(
            ties=self.answered.ties,
            meant=respondents | meant,
            kinds=kinds,
            surveyed=dict.fromkeys(respondents, True),
            is_answered=True,
        )
