"""Shapes of what is asked about datasets."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.classifications import CLASSIFICATIONS
from distretto.formats.layouts import LAYOUT_TITLES, ROLES
from distretto.formats.layouts.qcew import OWNERSHIPS
from distretto.formats.listed import codes_in
from distretto.web.register.models import Dataset

AS_FOUND = ("", _("As it was understood"))
LAYOUTS = tuple((key, _(title)) for key, title in LAYOUT_TITLES.items())
ENCODINGS = ("utf-8", "windows-1252", "latin-1", "windows-1256", "utf-16", "cp437")
DELIMITERS = (
    (",", _("commas")),
    (";", _("semicolons")),
    ("\t", _("tabs")),
    ("|", _("bars")),
)
# In these layouts every column is known or stands for an industry.
COLUMNS_ARE_FIXED = frozenset({"qcew"})
# In these each row says whether it is a total.
TOTALS_ARE_MARKED = frozenset({"qcew"})


class DatasetUploadForm(forms.Form):
    """A file with a table."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV, Excel, OpenDocument or Parquet, packed or not: regions by "
            "industries, or a row for each establishment. Any column names."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet,.gz,.zip"}
        ),
        allow_empty_file=True,
    )


class TotalsForm(forms.Form):
    """What among the regions and industries of a table is not one of them."""

    total_region = forms.CharField(
        label=_("Total of all regions"),
        required=False,
        max_length=200,
        help_text=_("Its code as the table has it, or “none” where there is none."),
    )
    total_industry = forms.CharField(
        label=_("Total of all industries"),
        required=False,
        max_length=200,
        help_text=_("Its code as the table has it, or “none” where there is none."),
    )
    leave_out = forms.CharField(
        label=_("Regions and industries to leave out"),
        required=False,
        max_length=40_000,
        help_text=_("Groups and such, by their codes between commas: North, D-E."),
    )

    accept_totals = forms.BooleanField(
        label=_("Count groups as industries of their own"),
        required=False,
        help_text=_("Results then say that some may be counted twice."),
    )

    def clean_leave_out(self) -> list[str]:
        return codes_in(self.cleaned_data["leave_out"])


class ReadingForm(TotalsForm):
    """How a table is to be read, field by field. Empty leaves it to be understood."""

    field_order = (
        *("layout", "sheet", "encoding", "delimiter", "decimal", "classification"),
        *("level", "duplicates", "measure"),
        *("total_region", "total_industry", "leave_out", "accept_totals"),
        *("ownership", "open_band_factor", "minimum_known_share", "fill_down"),
        "zero_is_unknown",
    )

    layout = forms.ChoiceField(label=_("Layout"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Text encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Cells are cut at"), required=False)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        required=False,
        choices=[AS_FOUND, (".", _("point: 1.5")), (",", _("comma: 1,5"))],
    )
    classification = forms.ChoiceField(
        label=_("Industry classification"),
        required=False,
        choices=[AS_FOUND, *CLASSIFICATIONS.items()],
    )
    level = forms.TypedChoiceField(
        label=_("Digits of the industry code"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The level shown first; the others can be measured as well."),
    )
    duplicates = forms.ChoiceField(
        label=_("A region and industry listed twice"),
        required=False,
        choices=[("", _("is a problem to be put right")), ("sum", _("is added up"))],
    )
    measure = forms.ChoiceField(
        label=_("Figures of a wide table are"),
        required=False,
        choices=[
            ("", _("persons employed")),
            ("establishments", _("number of establishments")),
        ],
    )
    fill_down = forms.BooleanField(
        label=_("A blank is filled from above (fill down)"),
        required=False,
        help_text=_("Regions and industries, as where cells are merged."),
    )
    zero_is_unknown = forms.BooleanField(
        label=_("Zero is unknown, where there are establishments"),
        required=False,
        help_text=_("As where offices write 0 persons for figures that are hidden."),
    )
    ownership = forms.ChoiceField(label=_("Ownership"), required=False)
    open_band_factor = forms.FloatField(
        label=_("An open size band counts as its lower end times"),
        required=False,
        min_value=1,
        help_text=_("Such as “500 and more”; 1.5 where it is left empty."),
    )
    minimum_known_share = forms.FloatField(
        label=_("Least share of establishments of known size, from 0.01 to 1"),
        required=False,
        min_value=0.01,
        max_value=1,
        help_text=_(
            "Where less is known, the employment of a region and industry is unknown; "
            "1 where it is left empty."
        ),
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any):
        found, told = dataset.findings, dict(dataset.reading)
        told["leave_out"] = ", ".join(told.get("leave_out", ()))
        kwargs.setdefault("initial", told | _named(found.get("columns", {})))
        super().__init__(*args, **kwargs)
        self._offer("layout", LAYOUTS)
        self._offer("sheet", [(name, name) for name in found.get("sheets", [])])
        self._offer("encoding", [(name, name) for name in ENCODINGS])
        self._offer("delimiter", DELIMITERS)
        levels = [(n, n) for n in sorted({*map(int, found.get("levels", {})), 2, 3, 4})]
        self._offer("level", levels)
        if len(found.get("sheets", [])) < 2:
            del self.fields["sheet"]
        if found.get("kind") != "text":
            del self.fields["encoding"], self.fields["delimiter"]
        self._offer("ownership", [(key, _(name)) for key, name in OWNERSHIPS.items()])
        self._drop_what_is_of_other_layouts(found.get("layout"))
        self._ask_columns(found)

    def _drop_what_is_of_other_layouts(self, layout: str | None) -> None:
        """Keep the fields that the layout has, or all while it is not known."""
        dropped: tuple[str, ...] = ()
        if layout in TOTALS_ARE_MARKED:
            dropped += (*TotalsForm.base_fields, "fill_down")
        elif layout is not None:
            dropped += ("ownership",)
        if layout not in (None, "establishments"):
            dropped += ("open_band_factor", "minimum_known_share")
        if layout in ("establishments", "wide"):
            dropped += ("zero_is_unknown",)
        for name in dropped:
            del self.fields[name]

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [AS_FOUND, *choices]

    def _ask_columns(self, found: dict[str, Any]) -> None:
        if found.get("layout") in COLUMNS_ARE_FIXED:
            return
        choices = [("", _("No such column"))]
        choices += [(name, name) for name in found.get("all_columns", [])]
        for role, title in ROLES.items():
            self.fields[f"column_{role}"] = forms.ChoiceField(
                label=gettext(title).capitalize(), choices=choices, required=False
            )

    def columns(self) -> list[forms.BoundField]:
        """The fields that name a column, for the template."""
        return [field for field in self if field.name.startswith("column_")]

    def settings(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self if not field.name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name, column in list(cleaned.items()):
            if not name.startswith("column_") or not column:
                continue
            if column in taken:
                sentence = gettext("“%(column)s” is named for “%(other)s” already.")
                other = self.fields[taken[column]].label
                self.add_error(name, sentence % {"column": column, "other": other})
            taken[column] = name
        return cleaned

    def told(self) -> dict[str, Any]:
        """What the person said, as a reading; the rest is left to be understood."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if value and not name.startswith("column_")
        }
        columns = {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }
        if any(columns.values()) and self._columns_changed():
            told["columns"] = columns
        return told

    def _columns_changed(self) -> bool:
        """Whether columns were named otherwise than understood, now or before."""
        return bool(self.initial.get("columns")) or any(
            name.startswith("column_") for name in self.changed_data
        )


def _named(columns: dict[str, str]) -> dict[str, str]:
    return {f"column_{role}": column for role, column in columns.items()}


class DatasetFactsForm(forms.Form):
    """Where a dataset comes from."""

    name = forms.CharField(label=_("Name"), max_length=200)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who published the figures, and under which title."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("Such as CC BY 4.0, public domain, or “internal use only”."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("The last year the figures are of."),
        min_value=1900,
        max_value=2200,
    )
    is_published = forms.BooleanField(
        label=_("These figures are published"),
        required=False,
        help_text=_(
            "Whoever published them has hidden those of single firms already. "
            "Otherwise figures of few firms, or of nobody knows how many, are shown "
            "to the staff of the programme only."
        ),
    )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


FACTS = ("name", "source", "licence", "year", "is_published")


class AcceptDatasetForm(DatasetFactsForm):
    """The yes to a dataset as it was understood."""

    accept_problems = forms.BooleanField(
        label=_("Read the cells that cannot be used as unknown"),
        required=False,
        help_text=_("Unknown is not zero: measures say what share they know."),
    )

    def __init__(self, *args: Any, error_count: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not error_count:
            del self.fields["accept_problems"]
