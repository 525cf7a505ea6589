"""Shapes of what is asked about files of linkages on their way in."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.forms.linkage_names import NamesForm
from distretto.web.diagnosis.linkage_reading import LookedAt
from distretto.web.diagnosis.models import LinkageActor, Relation
from distretto.web.diagnosis.rules.linkage_files import Intake, Told

Kind = LinkageActor.Kind
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


class AcceptLinkagesForm(NamesForm):
    """Who the names of a file are, and what its kinds of linkage are."""

    of_file = forms.CharField(widget=forms.HiddenInput, required=False)
    is_whole = forms.BooleanField(
        label=_("This is all: take back linkages of the wave that are not in the file"),
        required=False,
    )
    accept_problems = forms.BooleanField(
        label=_("Leave out what cannot be used"), required=False
    )

    def __init__(self, data: Any = None, *, looked: LookedAt) -> None:
        wave = looked.linkages.wave
        super().__init__(data, named=looked.named, initial={"of_file": wave})
        self.looked = looked
        for row in looked.relations:
            self.fields[f"relation-{row['place']}"] = _which(row)
        if not looked.file.problems:
            del self.fields["accept_problems"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
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
    def relation_fields(self) -> list[Any]:
        """A field for each kind of linkage of the file."""
        return [self[name] for name in self.fields if name.startswith("relation-")]

    def intake(self) -> Intake:
        """What is to be taken in."""
        linkages = self.looked.linkages
        meant, kinds = self.meant()
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


def _which(row: dict[str, Any]) -> forms.ChoiceField:
    """Which kind of linkage a name of the file is."""
    own = [(OWN, gettext("A kind of its own"))] if row["name"] else []
    usual = row["known"] or (OWN if row["name"] else Relation.OTHER)
    return forms.ChoiceField(
        label=row["name"] or gettext("Ties of which the file tells no kind"),
        choices=[*Relation.choices, *own],
        initial=usual,
    )
