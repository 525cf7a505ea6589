"""Shapes of what is asked about linkages."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.linkage_pictures import (
    NAMES,
    NOTHING,
    NUMBERS,
    SIZES,
    WHO,
    Asked,
    without_names,
)
from distretto.web.diagnosis.models import LinkageActor, Relation
from distretto.web.diagnosis.queries.linkages import (
    Held,
    HeldWave,
    attributes_of,
    relation_name,
)
from distretto.web.diagnosis.rules.linkages import Tie
from distretto.web.register.forms.naming import organisation_field

ATTRIBUTE_NAMES = {
    "place": _("Place"),
    "size": _("Size class"),
    "stage": _("Stage of the chain"),
    "unit_type": _("Type of unit"),
    "kind": _("Kind of actor"),
    "group": _("Group"),
}
STRENGTHS = (
    ("3", _("Strong or strategic")),
    ("2", _("Regular")),
    ("1", _("Weak or occasional")),
    ("-1", _("A conflict")),
    ("", pgettext_lazy("strength of a tie", "Unknown")),
)
YES_NO_UNKNOWN = (
    ("yes", _("Yes")),
    ("no", _("No")),
    ("", pgettext_lazy("whether something is so", "Unknown")),
)
TRUTHS = {"yes": True, "no": False}
LEAST = (
    ("0", _("Any")),
    ("1", _("Weak, or more")),
    ("2", _("Regular, or more")),
    ("3", _("Strong alone")),
)


class WaveChoiceForm(forms.Form):
    """Which waves are looked at, and which kind of linkage."""

    wave = forms.ChoiceField(label=_("Wave"), required=False)
    before = forms.ChoiceField(label=_("Compared with"), required=False)
    relation = forms.ChoiceField(label=_("Kind of linkage"), required=False)

    def __init__(self, data: Any, *, held: Held) -> None:
        super().__init__(_completed(data, held))
        self.held = held
        waves = [(str(each.pk), each.name) for each in held.waves]
        self.choose("wave", waves)
        self.choose("before", [("", gettext("No other wave")), *waves])
        relations = [(each, relation_name(each)) for each in held.relations if each]
        self.choose("relation", [("", gettext("All together")), *relations])
        if len(waves) < 2:
            del self.fields["before"]

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def told(self, name: str) -> str:
        """What is asked, or the usual where it is nothing that there is."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def compared(self) -> tuple[str, str]:
        """The wave and the one it is compared with, as ids; “” for none."""
        wave = self.told("wave") or str(self.held.latest.pk)
        before = self.told("before")
        if before in ("", wave):
            return wave, ""
        one, other = self.held.wave(before), self.held.wave(wave)
        assert one is not None and other is not None  # the choices are those held
        # What is wished for is what becomes of the other, never what it was.
        earlier, later = sorted((one, other), key=lambda each: each.is_desired)
        return str(later.pk), str(earlier.pk)


def _completed(data: Any, held: Held) -> dict[str, Any]:
    """What is asked, with the wave that is shown where none is named."""
    told = data.dict()
    if held.wave(told.get("wave")) is None:
        told["wave"] = str(held.latest.pk)
    return told


class SociogramForm(WaveChoiceForm):
    """What a sociogram shows, and how."""

    least = forms.ChoiceField(label=_("Strength"), choices=LEAST, required=False)
    who = forms.ChoiceField(
        label=_("Who is shown"),
        choices=[(code, name) for code, (name, _kinds) in WHO.items()],
        required=False,
    )
    focus = forms.ChoiceField(label=_("Focus on"), required=False)
    colour = forms.ChoiceField(label=_("Colour"), required=False)
    size = forms.ChoiceField(label=_("Size"), choices=SIZES.items(), required=False)
    labels = forms.ChoiceField(
        label=_("Beside the actors"),
        choices=[
            (NAMES, _("Names")),
            (NUMBERS, _("Numbers alone, for the assembly")),
            (NOTHING, _("Nothing")),
        ],
        required=False,
    )
    layout = forms.ChoiceField(
        label=_("Places"),
        choices=[("ties", _("By their ties")), ("map", _("On the map"))],
        required=False,
    )
    arrows = forms.BooleanField(label=_("Show who named whom"), required=False)
    conflicts = forms.BooleanField(
        label=_("Conflicts with numbers, too"), required=False
    )

    # What readers may choose who do not see names.
    OPEN: ClassVar = {"wave", "before", "relation", "least", "who", "colour", "size"}

    def __init__(self, data: Any, *, held: Held, sees_names: bool) -> None:
        super().__init__(data, held=held)
        self.sees_names = sees_names
        colours = [(each, ATTRIBUTE_NAMES[each]) for each in attributes_of(held)]
        self.choose("colour", [("", gettext("By kind alone")), *colours])
        if not sees_names:
            self._keep_open()
            return
        names = sorted(held.organisations, key=str.casefold)
        everybody = [("", gettext("Everybody")), *((each, each) for each in names)]
        self.choose("focus", everybody)
        located = held.union.actors["latitude"].drop_nulls()
        if not len(located):
            del self.fields["layout"]

    def _keep_open(self) -> None:
        for name in set(self.fields) - self.OPEN:
            del self.fields[name]
        sizes = [pair for pair in SIZES.items() if pair[0] != "employees"]
        self.choose("size", sizes)

    def asked(self) -> Asked:
        """What the picture is to show; what is not known is as usual."""
        wave, before = self.compared()
        usual = Asked()
        asked = Asked(
            wave=wave,
            before=before,
            relation=self.told("relation"),
            least=float(self.told("least") or 0),
            arrows=bool(self.told("arrows") == "True"),
            conflicts=bool(self.told("conflicts") == "True"),
            focus=self.told("focus"),
            colour=self.told("colour"),
            **{
                name: self.told(name) or getattr(usual, name)
                for name in ("who", "size", "labels", "layout")
            },
        )
        return asked if self.sees_names else without_names(asked)

    def fields_of_what(self) -> list[Any]:
        """The controls of what is shown."""
        return self._bound(("wave", "before", "relation", "least", "who", "focus"))

    def fields_of_how(self) -> list[Any]:
        """The controls of how it is shown."""
        return self._bound(
            ("size", "colour", "labels", "layout", "arrows", "conflicts")
        )

    def _bound(self, names: Sequence[str]) -> list[Any]:
        return [self[name] for name in names if name in self.fields]


class ViewForm(WaveChoiceForm):
    """Which measures are looked at."""

    view = forms.ChoiceField(label=_("Who is counted"), required=False)

    def __init__(
        self, data: Any, *, held: Held, views: Sequence[tuple[str, Any]]
    ) -> None:
        super().__init__(data, held=held)
        self.views = views
        self.choose("view", views)

    def leave_out(self, views: Collection[str]) -> None:
        """Offer these views no more."""
        self.views = [pair for pair in self.views if pair[0] not in views]
        self.choose("view", self.views)
        self.full_clean()

    def view_told(self) -> str:
        return self.told("view") or self.views[0][0]


class ChangeForm(ViewForm):
    """Which two waves are compared."""

    def __init__(
        self, data: Any, *, held: Held, views: Sequence[tuple[str, Any]]
    ) -> None:
        super().__init__(data, held=held, views=views)
        self.choose("before", [(str(each.pk), each.name) for each in held.waves])
        self.order_fields(["before", "wave"])
        before, after = _two(held, self.data.get("before"), data.get("wave"))
        self.data = {**self.data, "before": str(before.pk), "wave": str(after.pk)}


def _two(held: Held, before: Any, after: Any) -> tuple[HeldWave, HeldWave]:
    """The two waves that are asked for; of those not named, the usual ones.

    What is wished for is always the second.
    """
    later, earlier = held.wave(after), held.wave(before)
    usual_before, usual_after = usual_pair(held)
    if later is None:
        later = usual_after if earlier is not usual_after else usual_before
    if earlier is None or earlier is later:
        earlier = _beside(later, held)
    first, second = sorted((earlier, later), key=lambda each: each.is_desired)
    return first, second


def _beside(later: HeldWave, held: Held) -> HeldWave:
    """The wave that another is usually compared with: the one before it."""
    if later.is_desired and held.last_observed:
        return held.last_observed
    at = held.waves.index(later)
    return held.waves[at - 1] if at else held.waves[1]


def usual_pair(held: Held) -> tuple[HeldWave, HeldWave]:
    """The last two waves of what is; where there are not two, with what is wished."""
    seen = [each for each in held.waves if not each.is_desired]
    if len(seen) >= 2:
        return seen[-2], seen[-1]
    return held.waves[0], held.waves[-1]


class ActorForm(forms.Form):
    """Somebody who belongs to the linkages of a wave."""

    organisation = organisation_field(label=_("Name"), required=True)
    kind = forms.ChoiceField(
        label=_("What it is to the cluster"),
        required=False,
        choices=[("", _("As it is a member")), *LinkageActor.Kind.choices],
    )


class ActorFactsForm(forms.Form):
    """What an actor is, and whether it answered."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LinkageActor.Kind.choices)
    surveyed = forms.ChoiceField(
        label=_("Asked and answered"), choices=YES_NO_UNKNOWN, required=False
    )

    def told(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return {"kind": kept["kind"], "surveyed": TRUTHS.get(kept["surveyed"])}


class TiesForm(forms.Form):
    """With whom an actor works, in what, and how closely: quick on a phone."""

    partner = organisation_field(label=_("Works with"), required=True)
    relations = forms.MultipleChoiceField(
        label=_("In what"),
        choices=Relation.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    strength = forms.ChoiceField(
        label=_("How strong the tie is"),
        choices=STRENGTHS,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    is_formal = forms.ChoiceField(
        label=_("By a written agreement"),
        choices=YES_NO_UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )
    since = forms.IntegerField(
        label=_("Since which year"), required=False, min_value=1900, max_value=2100
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def ties(self) -> list[Tie]:
        kept = self.cleaned_data
        strength = kept["strength"]
        return [
            Tie(
                relation=relation,
                strength=int(strength) if strength else None,
                is_formal=TRUTHS.get(kept["is_formal"]),
                since=kept["since"],
                note=kept["note"],
            )
            for relation in kept["relations"]
        ]
