"""Forms of identification tests and their answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.selection import figures
from distretto.web.selection.forms.reasons import needed_when
from distretto.web.selection.models import (
    Candidate,
    IdentificationAnswer,
    IdentificationTest,
)
from distretto.web.selection.queries.identification import TestAnswer
from distretto.web.selection.wording import worded
from distretto.web.ui.numbers import NumberField


class TestForm(forms.ModelForm):
    """A test: on a figure with its least value, or answered by hand."""

    figure = forms.ChoiceField(label=_("Answered from the figure"), required=False)
    at_least = NumberField(
        label=_("at least"),
        required=False,
        help_text=_("In the figure’s own unit; shares from 0 to 1."),
    )

    class Meta:
        model = IdentificationTest
        fields = ("question", "figure", "at_least")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)
        known = [(key, title) for key, (title, _unit) in figures.KNOWN.items()]
        self.initial["question"] = worded(self.initial.get("question", ""))
        needed_when(self.fields["at_least"], _("needed with a figure"))
        own = self.instance.figure
        if own and own not in figures.KNOWN:
            known.append((own, own))
        field.choices = [("", _("by hand, with evidence")), *known]


class AnswerForm(forms.ModelForm):
    """An answer by hand."""

    class Meta:
        model = IdentificationAnswer
        fields = ("answer", "evidence")
        widgets = {  # noqa: RUF012
            "answer": forms.RadioSelect,
            "evidence": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen until somebody chooses: there is no choice without words.
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = Answer.choices
        needed_when(self.fields["evidence"], _("needed for yes and for no"))


@dataclass(frozen=True)
class OpenCell:
    """An answer of the table; with two fields while it is open, else with none."""

    answer: TestAnswer
    said: Any = None
    evidence: Any = None


@dataclass(frozen=True)
class GivenAnswer:
    """What was chosen in an open cell of the table, and what it rests on."""

    test: IdentificationTest
    candidate: Candidate
    answer: str
    evidence: str


class _AnswerOfMany(forms.Select):
    """A choice written without templates: a page has hundreds."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if key == (value or "") else "", label)
                for key, label in self.choices
            ),
        )
        return format_html("<select{}>{}</select>", _said(self, name, attrs), options)


class _EvidenceOfMany(forms.Textarea):
    """Words to be typed, written without a template as well."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        said = _said(self, name, attrs)
        return format_html("<textarea{}>\n{}</textarea>", said, value or "")


def _said(widget: forms.Widget, name: str, attrs: Any) -> SafeString:
    return flatatt({"name": name} | widget.build_attrs(widget.attrs, attrs))


class OpenAnswersForm(forms.Form):
    """The open answers of many candidates in one form.

    Cells that were answered while the form was being filled in keep their fields as
    long as something was typed there, and say so.
    """

    def __init__(
        self,
        *args: Any,
        lines: Iterable[tuple[Candidate, list[TestAnswer]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        # Worded once, not for every one of hundreds of fields.
        self.choices = [
            ("", gettext("Not answered")),
            *((key, str(label)) for key, label in Answer.choices),
        ]
        self.open = [
            (candidate, each)
            for candidate, answers in self.lines
            for each in answers
            if not candidate.has_left and (each.is_open or self._has_typed(each))
        ]
        for candidate, each in self.open:
            self._add(candidate, each)

    def _has_typed(self, each: TestAnswer) -> bool:
        names = _names(each)
        return self.is_bound and any(self.data.get(name, "").strip() for name in names)

    def _add(self, candidate: Candidate, each: TestAnswer) -> None:
        said, evidence = _names(each)
        about = {"candidate": candidate.name, "question": worded(each.test.question)}
        self.fields[said] = forms.ChoiceField(
            label=gettext("%(candidate)s: %(question)s") % about,
            choices=self.choices,
            required=False,
            widget=_AnswerOfMany,
        )
        self.fields[evidence] = forms.CharField(
            label=gettext("Evidence for %(candidate)s: %(question)s") % about,
            required=False,
            widget=_EvidenceOfMany({"rows": 1, "placeholder": gettext("Evidence")}),
        )

    def rows(self) -> Iterator[tuple[Candidate, list[OpenCell]]]:
        """Each candidate with its cells, in the order of the tests."""
        for candidate, answers in self.lines:
            yield candidate, [self._cell(each) for each in answers]

    def _cell(self, each: TestAnswer) -> OpenCell:
        said, evidence = _names(each)
        if said not in self.fields:
            return OpenCell(each)
        return OpenCell(each, self[said], self[evidence])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for _candidate, each in self.open:
            said, evidence = (typed.get(name, "") for name in _names(each))
            self._check(each, said, evidence)
        return typed

    def _check(self, each: TestAnswer, said: str, evidence: str) -> None:
        in_answer, in_evidence = _names(each)
        if (said or evidence) and not each.is_open:
            self.add_error(
                in_answer,
                _("Answered meanwhile: %(answer)s. Empty both fields to leave it so.")
                % {"answer": each.label},
            )
        elif said in DECIDED and not evidence:
            self.add_error(
                in_evidence,
                _("Say what this answer rests on: a visit, a list, a document."),
            )
        elif evidence and not said:
            self.add_error(in_answer, _("Choose the answer that these words are for."))

    def given(self) -> list[GivenAnswer]:
        """The answers that were chosen; a cell without one stays open."""
        said = [
            GivenAnswer(
                each.test, candidate, *(self.cleaned_data[n] for n in _names(each))
            )
            for candidate, each in self.open
        ]
        return [each for each in said if each.answer]


Answer = IdentificationAnswer.Answer
DECIDED = (Answer.YES, Answer.NO)


def _names(each: TestAnswer) -> tuple[str, str]:
    return f"answer-{each.key}", f"evidence-{each.key}"
