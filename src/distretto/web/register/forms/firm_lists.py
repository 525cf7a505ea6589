"""Shapes of what is asked about lists of firms."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.classifications import CLASSIFICATIONS
from distretto.formats.firm_lists.roles import ROLES
from distretto.web.accounts.models import Programme
from distretto.web.register.forms.datasets import AS_FOUND, DELIMITERS, ENCODINGS
from distretto.web.register.models import Cluster, FirmList, Method
from distretto.web.register.rules.firm_lists import ListFacts


class FirmListUploadForm(forms.Form):
    """A file with a list of firms, and what it is a list of."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "Excel, CSV or OpenDocument: a row for each firm or institution. Any "
            "column names, in any language."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet,.gz,.zip"}
        ),
        allow_empty_file=True,
    )
    cluster = forms.ChoiceField(
        label=_("Its firms are members of"),
        required=False,
        help_text=_("Leave it open where the list is of a whole country."),
    )
    update_of = forms.ChoiceField(
        label=_("It is a newer state of"),
        required=False,
        help_text=_(
            "Firms are then recognised by the numbers that both lists give them."
        ),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.clusters = {str(each.pk): each for each in programme.clusters.current()}
        self.lists = {
            str(each.pk): each
            for each in programme.firm_lists.current().filter(
                status=FirmList.Status.ACCEPTED
            )
        }
        fields: Any = self.fields
        fields["cluster"].choices = [
            ("", gettext("No cluster in particular")),
            *((pk, each.name) for pk, each in self.clusters.items()),
        ]
        fields["update_of"].choices = [
            ("", gettext("No earlier list")),
            *((pk, each.name) for pk, each in self.lists.items()),
        ]
        if not self.lists:
            del self.fields["update_of"]

    def cluster_told(self) -> Cluster | None:
        return self.clusters.get(self.cleaned_data["cluster"])

    def update_of_told(self) -> FirmList | None:
        return self.lists.get(self.cleaned_data.get("update_of", ""))


class ListReadingForm(forms.Form):
    """How a list is to be read, field by field. Empty leaves it to be understood."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Text encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Cells are cut at"), required=False)
    classification = forms.ChoiceField(
        label=_("Industry classification"),
        required=False,
        choices=[AS_FOUND, *CLASSIFICATIONS.items()],
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country of rows that name none"),
        required=False,
        help_text=_("ISO code of two letters: KE, PE."),
    )

    def __init__(self, *args: Any, firm_list: FirmList, **kwargs: Any):
        found, told = firm_list.findings, firm_list.reading
        self.update_of = told.get("update_of")
        columns = found.get("columns", {})
        named = {f"column_{role}": columns.get(role, "") for role in ROLES}
        kwargs.setdefault("initial", {**told, **named})
        super().__init__(*args, **kwargs)
        self._offer("sheet", [(name, name) for name in found.get("sheets", [])])
        self._offer("encoding", [(name, name) for name in ENCODINGS])
        self._offer("delimiter", DELIMITERS)
        if len(found.get("sheets", [])) < 2:
            del self.fields["sheet"]
        if found.get("kind") != "text":
            del self.fields["encoding"], self.fields["delimiter"]
        choices = [("", _("No such column"))]
        choices += [(name, name) for name in found.get("all_columns", [])]
        for role, title in ROLES.items():
            self.fields[f"column_{role}"] = forms.ChoiceField(
                label=gettext(title).capitalize(), choices=choices, required=False
            )

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [AS_FOUND, *choices]

    def columns(self) -> list[forms.BoundField]:
        """The fields that name a column, for the template."""
        return [field for field in self if field.name.startswith("column_")]

    def settings(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self if not field.name.startswith("column_")]

    def told(self) -> dict[str, Any]:
        """What the person said, as a reading; the rest is left to be understood."""
        cleaned = self.cleaned_data
        columns = {
            name.removeprefix("column_"): value
            for name, value in cleaned.items()
            if name.startswith("column_")
        }
        told = {
            name: value.upper() if name == "country" else value
            for name, value in cleaned.items()
            if value and not name.startswith("column_")
        }
        kept = {"update_of": self.update_of} if self.update_of else {}
        return {**told, **kept, "columns": columns}


class AcceptListForm(forms.Form):
    """Where a list comes from, and what becomes of firms that are known."""

    name = forms.CharField(label=_("Name"), max_length=200)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who keeps this list: an association, a statistical office."),
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1900, max_value=2100
    )
    method = forms.ChoiceField(
        label=_("How its figures came about"),
        required=False,
        choices=[("", _("Unknown")), *Method.choices],
    )
    replace = forms.TypedChoiceField(
        label=_("Firms that are in the register already"),
        coerce=lambda told: told == "replace",
        choices=[
            ("fill", _("Fill in what is not known of them")),
            ("replace", _("Replace what is known by what the list says")),
        ],
        initial="fill",
        widget=forms.RadioSelect,
    )
    accept_problems = forms.BooleanField(
        label=_("Leave the cells that cannot be used unknown"),
        error_messages={
            "required": _(
                "Agree, or put the cells right in the file and upload it again."
            )
        },
    )

    def __init__(self, *args: Any, error_count: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not error_count:
            del self.fields["accept_problems"]

    def facts(self) -> ListFacts:
        return ListFacts(**self.cleaned_data)
