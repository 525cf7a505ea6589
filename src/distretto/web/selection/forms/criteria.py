"""Forms of criteria and weights."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.forms.reasons import Reason
from distretto.web.selection.models import Criterion
from distretto.web.selection.wording import worded
from distretto.web.ui.numbers import ExactNumberField


class CriterionForm(forms.ModelForm):
    """The words of a criterion."""

    reason = Reason()

    class Meta:
        model = Criterion
        fields = ("heading", "name", "low_anchor", "high_anchor", "can_veto")

    def __init__(self, *args: Any, with_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "low_anchor", "high_anchor"):
            self.initial[name] = worded(self.initial.get(name, ""))
        if not with_reason:
            del self.fields["reason"]


class WeightsForm(forms.Form):
    """A weight for each criterion, in percent; empty means: none proposed yet."""

    # Its reason must not hold up the other button of the page, which fixes.
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[Criterion],
        with_reason: bool,
        needs_reason: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for each in self.criteria:
            self.fields[str(each.pk)] = _weight(each)
        if with_reason:
            self.fields["reason"] = Reason(
                label=_("Reason for the change"), required=needs_reason
            )

    def rows(self) -> list[tuple[Criterion, Any]]:
        """Each criterion with its field."""
        return [(each, self[str(each.pk)]) for each in self.criteria]

    def typed(self) -> dict[UUID, Decimal | None]:
        """What was typed as far as it can be read, be the form right or not."""
        if not self.is_bound:
            return {}
        self.is_valid()  # reads what can be read
        read = self.cleaned_data
        return {
            each.pk: read.get(str(each.pk))
            for each in self.criteria
            if str(each.pk) in self.data
        }

    def weights(self) -> dict[UUID, Decimal | None]:
        """What was entered; a criterion whose field was not sent stays as it is."""
        return {
            each.pk: self.cleaned_data[str(each.pk)]
            for each in self.criteria
            if str(each.pk) in self.data
        }


def _weight(criterion: Criterion) -> ExactNumberField:
    return ExactNumberField(
        label=_("Weight of “%(criterion)s”, %%")
        % {"criterion": worded(criterion.name)},
        initial=None if criterion.weight is None else criterion.weight.normalize(),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(
            {"inputmode": "decimal", "size": 6, "class": "number", "data-weight": ""}
        ),
    )


class FixForm(forms.Form):
    """Who agreed the weights, and the minutes."""

    participants = forms.CharField(
        label=_("Who agreed them"), widget=forms.Textarea({"rows": 2})
    )
    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea({"rows": 4}))
