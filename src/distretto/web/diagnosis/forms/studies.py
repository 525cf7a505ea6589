"""Shapes of what is asked about a study, its findings, problems and evidence."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.questionnaire.built_in import bottleneck_questionnaire
from distretto.web.accounts.forms import CurrencyField, currency_code
from distretto.web.diagnosis.models import (
    Evidence,
    Finding,
    Interview,
    Problem,
    Study,
)
from distretto.web.diagnosis.queries.waves import in_order
from distretto.web.diagnosis.rules import evidence as evidence_rules
from distretto.web.diagnosis.rules import problems as problem_rules
from distretto.web.diagnosis.rules import studies as rules
from distretto.web.register.models import Body, Meeting
from distretto.web.ui.days import DayField


def bottleneck_choices() -> list[tuple[str, str]]:
    """The 13 categories of the survey, for findings and problems."""
    language = (get_language() or "en").split("-")[0]
    categories = bottleneck_questionnaire().categories
    return [
        ("", gettext("None in particular")),
        *(
            (code, labels.get(language) or labels["en"])
            for code, labels in categories.items()
        ),
    ]


class StudyForm(forms.ModelForm):
    """What the study is called, whose figures it speaks of, and what it prices."""

    class Meta:
        model = Study
        fields = rules.FACTS
        field_classes: ClassVar = {"currency": CurrencyField}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        wave: Any = self.fields["wave"]
        wave.queryset = in_order(self.instance.cluster.waves.current())
        wave.empty_label = gettext("Not chosen yet")
        self.fields["product"].help_text = gettext(
            "What prices and costs are told of: one pullover, a pair of shoes."
        )

    def clean_currency(self) -> str:
        study = self.instance
        stays = study.currency, study.cluster.programme.currency
        return currency_code(self.cleaned_data["currency"], *stays)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in rules.FACTS}


class SectionForm(forms.Form):
    """The text of a section, and the text that its writer began from."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Paragraphs are parted by a blank line."),
    )
    is_ready = forms.BooleanField(label=_("Ready for review"), required=False)


class SendForm(forms.Form):
    """The body that reviews the study."""

    body = forms.ModelChoiceField(
        label=_("Laid before"), queryset=Body.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = Body.objects.current().filter(cluster=study.cluster)


class EndorseForm(forms.Form):
    """The decision of the commission."""

    meeting = forms.ModelChoiceField(
        label=_("In the meeting of"), queryset=Meeting.objects.none(), required=False
    )
    endorsed_on = DayField(label=_("Day"))
    decision = forms.CharField(
        label=_("Words of the decision"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Why it is endorsed although things are missing"),
        required=False,
        help_text=_("Leave it blank where nothing is missing, minutes included."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_endorsed_on(self) -> Any:
        day = self.cleaned_data["endorsed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("That day has not come yet."))
        return day

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        meeting: Any = self.fields["meeting"]
        meeting.queryset = Meeting.objects.current().filter(
            body=study.reviewed_by, day__lte=timezone.localdate()
        )


class FindingForm(forms.ModelForm):
    """A finding and the evidence it rests on."""

    evidence = forms.ModelMultipleChoiceField(
        label=_("Evidence"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Finding
        fields = ("quadrant", "statement", "bottleneck")
        widgets: ClassVar = {"statement": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["bottleneck"] = forms.ChoiceField(
            label=_("Bottleneck"), choices=bottleneck_choices(), required=False
        )
        evidence: Any = self.fields["evidence"]
        evidence.queryset = study.evidence.current()
        if not self.instance._state.adding:
            links = self.instance.evidence.current()
            self.initial["evidence"] = list(links.values_list("evidence", flat=True))


MOST_VOTES = 1_000_000


class MoveForm(forms.Form):
    """Where a finding goes."""

    quadrant = forms.ChoiceField(choices=Finding.Quadrant.choices)
    place = forms.IntegerField(min_value=0, max_value=10_000)


class WordsForm(forms.Form):
    """A few sentences: a remark, its answer, a reason."""

    text = forms.CharField(
        label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class VotesForm(forms.Form):
    """How a meeting voted: a number for each finding."""

    occasion = forms.CharField(label=_("Occasion"), max_length=200, required=False)
    held_on = DayField(label=_("Day"), required=False)
    voters = forms.IntegerField(
        label=_("How many voted"), required=False, min_value=1, max_value=MOST_VOTES
    )

    def __init__(self, *args: Any, findings: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.findings = {str(each.pk): each for each in findings}
        for pk, finding in self.findings.items():
            self.fields[f"votes-{pk}"] = forms.IntegerField(
                label=finding.statement,
                required=False,
                min_value=0,
                max_value=MOST_VOTES,
            )

    def ballots(self) -> list[Any]:
        """The fields of the findings, for the page."""
        return [self[name] for name in self.fields if name.startswith("votes-")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = [name for name in cleaned if name.startswith("votes-")]
        if told and all(cleaned[name] is None for name in told):
            raise forms.ValidationError(gettext("No finding has a number of votes."))
        return cleaned

    def meeting(self) -> dict[str, Any]:
        """When and where, and how many voted."""
        return {name: self.cleaned_data[name] for name in VotesForm.base_fields}

    def votes(self) -> dict[Finding, int]:
        """The findings of which votes were told; a blank tells none."""
        return {
            finding: self.cleaned_data[f"votes-{pk}"]
            for pk, finding in self.findings.items()
            if self.cleaned_data[f"votes-{pk}"] is not None
        }


class OptionForm(forms.Form):
    """What follows of two findings."""

    inside = forms.ModelChoiceField(
        label=_("Strength or weakness"), queryset=Finding.objects.none()
    )
    outside = forms.ModelChoiceField(
        label=_("Opportunity or threat"), queryset=Finding.objects.none()
    )
    statement = forms.CharField(label=_("Option"), max_length=400)

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        findings = study.findings.current()
        inside: Any = self.fields["inside"]
        inside.queryset = findings.filter(quadrant__in="SW")
        inside.empty_label = gettext("Choose")
        outside: Any = self.fields["outside"]
        outside.queryset = findings.filter(quadrant__in="OT")
        outside.empty_label = gettext("Choose")


class ProblemForm(forms.ModelForm):
    """A problem of the cluster. The share is typed as a percentage."""

    percent = forms.DecimalField(
        label=_("Firms affected, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
    )

    class Meta:
        model = Problem
        fields = tuple(name for name in problem_rules.FACTS if name != "share")
        widgets: ClassVar = {"statement": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["bottleneck"] = forms.ChoiceField(
            label=_("Bottleneck"), choices=bottleneck_choices(), required=False
        )
        self.fields["is_joint"] = forms.TypedChoiceField(
            label=_("Can be solved jointly"),
            choices=(("", _("Unknown")), ("True", _("Yes")), ("False", _("No"))),
            coerce=lambda told: {"True": True, "False": False}.get(told),
            empty_value=None,
            required=False,
        )
        for name, records in (
            ("finding", study.findings.current()),
            ("evidence", study.evidence.current()),
        ):
            field: Any = self.fields[name]
            field.queryset = records
        if self.instance.share is not None:
            self.initial["percent"] = format(
                (self.instance.share * 100).normalize(), "f"
            )

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        percent = told["percent"]
        facts = {name: told[name] for name in problem_rules.FACTS if name in told}
        return facts | {"share": None if percent is None else percent / 100}


class CauseForm(forms.Form):
    """An arrow from a cause to what it brings about."""

    cause = forms.ModelChoiceField(label=_("Cause"), queryset=Problem.objects.none())
    effect = forms.ModelChoiceField(label=_("Effect"), queryset=Problem.objects.none())

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("cause", "effect"):
            field: Any = self.fields[name]
            field.queryset = study.problems.current()
            field.empty_label = gettext("Choose")


class InterviewForm(forms.ModelForm):
    """A conversation, and what of it may be quoted."""

    class Meta:
        model = Interview
        fields = evidence_rules.INTERVIEW_FACTS
        field_classes: ClassVar = {"held_on": DayField}
        widgets: ClassVar = {
            "notes": forms.Textarea(attrs={"rows": 8}),
            "confidential": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        programme = study.cluster.programme
        organisation: Any = self.fields["organisation"]
        # Whoever belongs to the cluster or did: drop-outs are to be heard as well.
        organisation.queryset = programme.organisations.filter(
            Q(memberships__cluster=study.cluster) | Q(pk=self.instance.organisation_id)
        ).distinct()
        person: Any = self.fields["person"]
        person.queryset = programme.persons.filter(
            Q(retired_at__isnull=True) | Q(pk=self.instance.person_id)
        )
        self.fields["confidential"].help_text = gettext(
            "Seen by the staff alone, and quoted nowhere."
        )

    def facts(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in evidence_rules.INTERVIEW_FACTS
        }


class EvidenceForm(forms.ModelForm):
    """Something a finding can rest on."""

    class Meta:
        model = Evidence
        fields = evidence_rules.FACTS
        field_classes: ClassVar = {"dated": DayField}
        widgets: ClassVar = {"quotation": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, study: Study, **kwargs: Any):
        super().__init__(*args, **kwargs)
        interview: Any = self.fields["interview"]
        interview.queryset = study.interviews.current().select_related(
            "person", "organisation"
        )
        self.fields["address"].help_text = gettext(
            "Copied from the line of addresses: the page of a result or of a map."
        )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        # An address of this site, whatever machine it was copied from.
        try:
            told = urlsplit(address)
        except ValueError:
            told = urlsplit("no page")
        path = told.path + (f"?{told.query}" if told.query else "")
        if path and not path.startswith("/p/"):
            raise forms.ValidationError(
                gettext("That is no page of a programme on this site.")
            )
        return path

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in evidence_rules.FACTS}
