"""Shapes of what is asked about files of linkages on their way in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.linkage_names import Name
from distretto.web.diagnosis.linkage_reading import LookedAt
from distretto.web.diagnosis.models import LinkageActor, Relation
from distretto.web.diagnosis.rules.linkage_files import Intake, Meant, Told

Kind = LinkageActor.Kind
NEW = {
    "new-firm": (Kind.FIRM, _("Enter it as a new firm of the cluster")),
    "new-institution": (Kind.INSTITUTION, _("Enter it as a new institution")),
    "new-outside": (Kind.OUTSIDE, _("Enter it as a new firm outside the cluster")),
}
SKIP = "skip"
OWN = "own"


class LinkagesUploadForm(forms.Form):
    """A file with a list of ties, or a matrix."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel, CSV or OpenDocument: a row for each tie, with columns such as "
            "from, to, kind and strength; or a matrix with the same names across and "
            "down. A workbook may have a sheet for each kind, and one that lists the "
            "actors."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet,.gz,.zip"}
        ),
        allow_empty_file=True,
    )


class AcceptLinkagesForm(forms.Form):
    """Who the names of a file are, and what its kinds of linkage are."""

    of_file = forms.CharField(widget=forms.HiddenInput, required=False)
    rest = forms.ChoiceField(
        label=_("All others of whom nothing is chosen"),
        required=False,
        choices=[
            ("", _("Nothing: I choose for each")),
            *((code, words) for code, (_kind, words) in NEW.items()),
            (SKIP, _("Leave them out, with their ties")),
        ],
    )
    is_whole = forms.BooleanField(
        label=_("This is all: take back linkages of the wave that are not in the file"),
        required=False,
    )
    accept_problems = forms.BooleanField(
        label=_("Leave out what cannot be used"), required=False
    )

    def __init__(self, data: Any = None, *, looked: LookedAt) -> None:
        super().__init__(data, initial={"of_file": looked.linkages.wave})
        self.looked = looked
        self.asked_names = [*looked.named.unmatched, *looked.named.guessed]
        for each in self.asked_names:
            self.fields[f"name-{each.place}"] = _who(each)
        for row in looked.relations:
            self.fields[f"relation-{row['place']}"] = _which(row)
        if not looked.named.unmatched:
            del self.fields["rest"]
        if not looked.file.problems:
            del self.fields["accept_problems"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        rest = told.get("rest")
        for each in self.asked_names:
            if not rest and not told.get(f"name-{each.place}"):
                self.add_error(f"name-{each.place}", gettext("Who is meant?"))
        if "accept_problems" in self.fields and not told.get("accept_problems"):
            self.add_error(
                "accept_problems",
                gettext(
                    "Put the cells right in the file and upload it again, or agree "
                    "that they are left out."
                ),
            )
        return told

    @property
    def name_fields(self) -> list[Any]:
        """A field for each name that somebody must decide on."""
        return [self[f"name-{each.place}"] for each in self.asked_names]

    @property
    def relation_fields(self) -> list[Any]:
        """A field for each kind of linkage of the file."""
        return [self[name] for name in self.fields if name.startswith("relation-")]

    def intake(self) -> Intake:
        """What is to be taken in."""
        linkages = self.looked.linkages
        meant, kinds = self._meant()
        actors = linkages.actors
        kinds = {
            name: kind
            for name, kind in actors.select("actor", "kind").iter_rows()
            if kind != Kind.FIRM
        } | kinds
        answered = actors.select("actor", "surveyed").drop_nulls()
        return Intake(
            ties=self._ties(),
            meant=meant,
            kinds=kinds,
            surveyed=dict(answered.iter_rows()),
            is_roster=linkages.is_roster,
            is_whole=self.cleaned_data["is_whole"],
        )

    def _meant(self) -> tuple[dict[str, Meant], dict[str, str]]:
        meant, kinds = {}, {}
        for each in self.looked.named.names:
            told = self._told(each)
            if told in NEW:
                kinds[each.name] = str(NEW[told][0])
                meant[each.name] = Meant(new_kind=str(NEW[told][0]))
            elif told != SKIP:
                meant[each.name] = Meant(organisation=UUID(told))
        return meant, kinds

    def _told(self, name: Name) -> str:
        chosen = self.cleaned_data.get(f"name-{name.place}")
        if chosen:
            return str(chosen)
        return str(name.known.pk) if name.known else str(self.cleaned_data["rest"])

    def _ties(self) -> list[Told]:
        linkages = self.looked.linkages
        code = {row["name"]: self._relation(row) for row in self.looked.relations}
        has_formal = "formal" in linkages.ties.columns
        told = [
            Told(
                source=row["from"],
                target=row["to"],
                relation=code[row["relation"]],
                strength=None if row["strength"] is None else round(row["strength"]),
                is_formal=row["formal"] if has_formal else None,
            )
            for row in linkages.ties.iter_rows(named=True)
        ]
        return told + [
            Told(start, end, code[relation], is_unanswered=True)
            for start, end, relation in linkages.unanswered.select(
                "from", "to", "relation"
            ).iter_rows()
        ]

    def _relation(self, row: dict[str, Any]) -> str:
        chosen = self.cleaned_data[f"relation-{row['place']}"]
        return str(row["name"][:60] if chosen == OWN else chosen)


def _who(name: Name) -> forms.ChoiceField:
    """Who a name is: one of the register, somebody new, or nobody."""
    field = forms.ChoiceField(
        label=name.name,
        required=False,
        initial=str(name.known.pk) if name.known else "",
        help_text=_preset(name),
        choices=[
            ("", gettext("Choose")),
            *name.choices,
            *((code, words) for code, (_kind, words) in NEW.items()),
            (SKIP, gettext("Leave it out, with its ties")),
        ],
    )
    field.needed_when = gettext("unless all others are decided together")  # type: ignore[attr-defined]
    return field


def _preset(name: Name) -> str:
    """Who is preset, in full: a box for choosing may be too narrow for it."""
    if name.known is None:
        return ""
    return gettext("In the register: “%(name)s”") % {"name": name.known.name}


def _which(row: dict[str, Any]) -> forms.ChoiceField:
    """Which kind of linkage a name of the file is."""
    own = [(OWN, gettext("A kind of its own"))] if row["name"] else []
    usual = row["known"] or (OWN if row["name"] else Relation.OTHER)
    return forms.ChoiceField(
        label=row["name"] or gettext("Ties of which the file tells no kind"),
        choices=[*Relation.choices, *own],
        initial=usual,
    )
