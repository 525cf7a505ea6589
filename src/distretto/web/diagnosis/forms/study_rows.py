"""Shapes of the rows of the tables of a study."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.forms import CurrencyField, currency_code
from distretto.web.diagnosis.models import (
    ChainFlow,
    ChainFrame,
    ChainStage,
    CostItem,
    ProfileFigure,
    Service,
    ServiceProvision,
    Study,
    UnitType,
)
from distretto.web.diagnosis.queries.study_rows import institutions_to_choose
from distretto.web.diagnosis.rules.study_rows import FIRMS
from distretto.web.diagnosis.study_rows import (
    FIGURE,
    FLOW,
    FRAME,
    PROVISION,
    SERVICE,
    STAGE,
    UNIT_TYPE,
    RowKind,
)
from distretto.web.register.forms.bodies import PercentField
from distretto.web.ui.numbers import ExactNumberField


class RowForm(forms.ModelForm):
    """One row of a table of a study."""

    kind: ClassVar[RowKind]

    def __init__(self, *arguments: Any, study: Study, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.study = study
        self.prepare()

    def prepare(self) -> None:
        """Offer what belongs to the study."""

    def _get_validation_exclusions(self) -> set[str]:
        # So that “once only” is said beside the fields: it holds for what is in use.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"retired_at"}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.kind.facts}


class FigureForm(RowForm):
    """A figure of the profile, with where it comes from."""

    kind = FIGURE

    class Meta:
        model = ProfileFigure
        fields = FIGURE.facts
        field_classes: ClassVar = {"value": ExactNumberField}
        widgets: ClassVar = {
            "indicator": forms.TextInput({"list": "list-indicators"}),
            "unit": forms.TextInput({"list": "list-units"}),
            "of": forms.TextInput({"list": "list-clusters"}),
        }
        help_texts: ClassVar = {
            "value": _("Leave it blank where a source says that it is unknown."),
            "of": _("Blank: this one. Else the name of a cluster to compare with."),
        }

    def clean_indicator(self) -> str:
        return " ".join(self.cleaned_data["indicator"].split())

    def clean_of(self) -> str:
        return " ".join(self.cleaned_data["of"].split())


class UnitTypeForm(RowForm):
    """A type of unit."""

    kind = UNIT_TYPE
    margin_share = PercentField(
        label=_("Margin, in per cent of turnover"), help_text=_("12 or 7.5")
    )

    class Meta:
        model = UnitType
        fields = UNIT_TYPE.facts
        field_classes: ClassVar = {
            **dict.fromkeys(("employment", "turnover"), ExactNumberField),
            "currency": CurrencyField,
        }
        help_texts: ClassVar = {
            "name": _("Such as exporter, master weaver, trader, job worker."),
            "market": _("Where it sells, and to whom."),
        }

    def clean_currency(self) -> str:
        study = self.study
        stays = self.instance.currency, study.currency, study.cluster.programme.currency
        return currency_code(self.cleaned_data["currency"], *stays)


class StageForm(RowForm):
    """A stage of the value chain."""

    kind = STAGE

    class Meta:
        model = ChainStage
        fields = STAGE.facts
        field_classes: ClassVar = dict.fromkeys(
            ("price_in", "price_out"), ExactNumberField
        )
        help_texts: ClassVar = {
            "order": _("1 for the first; stages beside each other have the same."),
            "price_in": _(
                "For one unit of the product of the study; 0 where it buys nothing."
            ),
            "price_out": _("For one unit of the product of the study."),
            "governs": _("Sets prices, quality or terms for the others."),
        }

    def clean(self) -> Any:
        told: Any = super().clean()
        for price in ("price_in", "price_out"):
            if (told.get(price) or 0) < 0:
                self.add_error(price, _("A price is 0 or more."))
        actors, women = told.get("actors"), told.get("women")
        if None not in (actors, women) and women > actors:
            self.add_error("women", _("There cannot be more women than actors."))
        return told


class FlowForm(RowForm):
    """A flow between two stages."""

    kind = FLOW
    share = PercentField(
        label=_("Share of the channel, in per cent"),
        help_text=_("Of all that leaves the stage, what goes this way."),
    )

    class Meta:
        model = ChainFlow
        fields = FLOW.facts
        field_classes: ClassVar = {"price": ExactNumberField}
        help_texts: ClassVar = {
            "price": _(
                "For one unit of the product, where it is not what the stage gets on "
                "the whole."
            ),
        }

    def prepare(self) -> None:
        stages = ChainStage.objects.current().filter(study=self.study)
        for name in ("source_stage", "target_stage"):
            self.fields[name].queryset = stages  # type: ignore[attr-defined]


class FrameForm(RowForm):
    """A part of the framework of the value chain."""

    kind = FRAME

    class Meta:
        model = ChainFrame
        fields = FRAME.facts
        help_texts: ClassVar = {
            "name": _("Such as import duty on yarn, power supply, labour law."),
            "stage": _("Blank: the whole chain."),
            "effect": _("On prices, quality, time or who may take part."),
        }

    def prepare(self) -> None:
        stages = ChainStage.objects.current().filter(study=self.study)
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]


class ServiceForm(RowForm):
    """A service that firms need, with the demand for it."""

    kind = SERVICE
    using_share = PercentField(label=_("Firms that use it, in per cent"))
    willing_share = PercentField(label=_("Firms that would pay for it, in per cent"))
    aware_share = PercentField(label=_("Firms that know of it, in per cent"))

    class Meta:
        model = Service
        fields = SERVICE.facts
        field_classes: ClassVar = {"satisfaction": ExactNumberField}


class ProvisionForm(RowForm):
    """What an institution offers of a service."""

    kind = PROVISION

    class Meta:
        model = ServiceProvision
        fields = PROVISION.facts

    def prepare(self) -> None:
        services = Service.objects.current().filter(study=self.study)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        institutions: Any = self.fields["institution"]
        institutions.queryset = institutions_to_choose(self.study)


FORMS: Mapping[str, type[RowForm]] = {
    form.kind.key: form
    for form in (
        FigureForm,
        UnitTypeForm,
        StageForm,
        FlowForm,
        FrameForm,
        ServiceForm,
        ProvisionForm,
    )
}


class CostsForm(forms.Form):
    """The cost structure of a stage: a row for each part, a column for each firm."""

    def __init__(self, *arguments: Any, stage: ChainStage, **options: Any) -> None:
        super().__init__(*arguments, **options)
        there = {each.part: each for each in stage.costs.current()}
        for part, title in CostItem.Part.choices:
            self._add_part(part, title, there.get(part))

    def _add_part(self, part: str, title: Any, item: CostItem | None) -> None:
        least = None if part == CostItem.Part.MARGIN else Decimal(0)
        for firm in FIRMS:
            name = CostItem._meta.get_field(firm).verbose_name  # type: ignore[union-attr]
            self.fields[f"{part}-{firm}"] = ExactNumberField(
                label=f"{title}, {name}",
                required=False,
                min_value=least,
                max_digits=16,
                decimal_places=4,
                widget=forms.TextInput({"inputmode": "decimal", "size": 8}),
                initial=_plain(getattr(item, firm, None)),
            )
        self.fields[f"{part}-source"] = forms.CharField(
            label=f"{title}, {CostItem._meta.get_field('source').verbose_name}",
            required=False,
            max_length=300,
            initial=getattr(item, "source", ""),
        )

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Title and fields of each part, as the table shows them."""
        return [
            (title, [self[f"{part}-{name}"] for name in (*FIRMS, "source")])
            for part, title in CostItem.Part.choices
        ]

    def cells(self) -> dict[str, dict[str, Any]]:
        """What was told, by part."""
        return {
            part: {
                name: self.cleaned_data[f"{part}-{name}"] for name in (*FIRMS, "source")
            }
            for part in CostItem.Part.values
        }


def _plain(value: Decimal | None) -> Decimal | None:
    """12.5000 of the database as 12.5, which is what was typed."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == int(value) else value.normalize()
