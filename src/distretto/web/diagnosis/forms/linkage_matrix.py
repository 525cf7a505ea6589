"""Shapes of what is asked of the matrix of linkages."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.forms.linkages import ATTRIBUTE_NAMES, WaveChoiceForm
from distretto.web.diagnosis.linkage_matrix import BY_KIND
from distretto.web.diagnosis.linkage_pictures import WHO
from distretto.web.diagnosis.queries.linkages import Held, HeldWave, attributes_of


class MatrixForm(WaveChoiceForm):
    """Which ties stand in the matrix, and by what its groups are made."""

    who = forms.ChoiceField(
        label=_("Who is shown"),
        choices=[(code, name) for code, (name, _kinds) in WHO.items()],
        required=False,
    )
    by = forms.ChoiceField(label=_("Groups by"), required=False)

    def __init__(self, data: Any, *, held: Held) -> None:
        super().__init__(data, held=held)
        self.fields.pop("before", None)
        names = [(each, ATTRIBUTE_NAMES[each]) for each in attributes_of(held)]
        self.choose("by", [(BY_KIND, ATTRIBUTE_NAMES[BY_KIND]), *names])

    @property
    def wave_shown(self) -> HeldWave:
        """The wave that is looked at."""
        return self.held.wave(self.told("wave")) or self.held.latest

    def asked(self) -> dict[str, Any]:
        """What the matrix is made of; what is not known is as usual."""
        return {
            "by": self.told("by") or BY_KIND,
            "relation": self.told("relation"),
            "among": self.kinds(),
        }

    def kinds(self) -> Collection[str]:
        """The kinds of actors that are shown."""
        return WHO[self.told("who") or "all"][1]

    @property
    def is_empty(self) -> bool:
        """Whether the wave has no ties of the kind that is asked for."""
        relation = self.told("relation")
        return bool(relation) and relation not in self.wave_shown.linkages.relations


class ActorMatrixForm(MatrixForm):
    """Which actors are rows and columns of the matrix."""

    rows = forms.ChoiceField(label=_("Rows"), required=False)
    columns = forms.ChoiceField(label=_("Columns"), required=False)
    focus = forms.ChoiceField(label=_("Focus on"), required=False)

    def offer(self, groups: Sequence[str], names: Sequence[str]) -> None:
        """Offer the groups and actors of the matrix; they hang on what is asked."""
        every = [("", gettext("All")), *((each, each) for each in groups)]
        self.choose("rows", every)
        self.choose("columns", every)
        everybody = [("", gettext("Everybody")), *((each, each) for each in names)]
        self.choose("focus", everybody)
        self.full_clean()
