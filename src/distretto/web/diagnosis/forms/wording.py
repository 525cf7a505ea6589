"""The words of a question: how it is asked, its hint, and the answers it offers."""

import re
from collections.abc import Callable, Iterator
from functools import partial, reduce
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.formats.questionnaire import editing, offering
from distretto.formats.questionnaire.model import Choice, Question, Questionnaire
from distretto.formats.questionnaire.translating import older_translations
from distretto.web.diagnosis.queries.questionnaires import language_name

REFERENCE = re.compile(r"\$\{([^}]*)\}")
Change = Callable[[Questionnaire], Questionnaire]
# Other kinds have answers with a number, or yes and no alone.
TAKES_MORE = ("select", "multi")


class WordingForm(forms.Form):
    """A question's words, language by language; one more answer, one more language."""

    def __init__(
        self, *args: Any, form: Questionnaire, question: Question, **more: Any
    ):
        super().__init__(*args, **more)
        self.form, self.question = form, question
        self.codes = form.by_code
        self.older = older_translations(question, form)
        self.offered = [each for each in form.offered(question) if not each.is_retired]
        for language in form.languages:
            self._add_wording(language)
        for place, choice in enumerate(self.offered):
            for language in form.languages:
                self._add_choice(place, choice, language)
        if question.kind in TAKES_MORE:
            self._add_new_choice()
        self._add_new_language()

    def _add_wording(self, language: str) -> None:
        name = {"language": language_name(language)}
        self.fields[f"label_{language}"] = forms.CharField(
            label=_("Wording in “%(language)s”") % name,
            required=language == self.form.languages[0],
            max_length=1000,
            initial=self.question.labels.get(language, ""),
            widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
        )
        if language in self.older:
            self._ask_whether_it_fits(language)
        self.fields[f"hint_{language}"] = forms.CharField(
            label=_("Hint in “%(language)s”") % name,
            required=False,
            max_length=1000,
            initial=self.question.hints.get(language, ""),
            widget=forms.TextInput(attrs={"lang": language}),
        )

    def _ask_whether_it_fits(self, language: str) -> None:
        """The wording was changed since this was translated."""
        self.fields[f"label_{language}"].help_text = _(
            "The wording has changed since this was translated. It was translated "
            "from: “%(words)s”"
        ) % {"words": self.older[language]}
        self.fields[f"fits_{language}"] = forms.BooleanField(
            label=_("It still fits in “%(language)s”")
            % {"language": language_name(language)},
            required=False,
        )

    def _add_choice(self, place: int, choice: Choice, language: str) -> None:
        told = {"choice": choice.name, "language": language_name(language)}
        self.fields[f"choice_{place}_{language}"] = forms.CharField(
            label=_("Answer “%(choice)s” in “%(language)s”") % told,
            required=language == self.form.languages[0],
            max_length=300,
            initial=choice.labels.get(language, ""),
            widget=forms.TextInput(attrs={"lang": language}),
        )

    def _add_new_choice(self) -> None:
        self.fields["new_choice"] = forms.RegexField(
            r"^[A-Za-z_][A-Za-z0-9_]*$",
            label=_("Name of one more answer"),
            required=False,
            max_length=40,
            help_text=_(
                "Its name in files: letters, digits and “_”. Every question that "
                "offers this list offers it too."
            ),
        )
        self.fields["new_choice_label"] = forms.CharField(
            label=_("Wording of the one more answer"), required=False, max_length=300
        )
        if offering.judged_by_answer(self.form, self.question.code):
            self.fields["new_choice_severity"] = forms.FloatField(
                label=_("Severity of the one more answer, 0 to 4"),
                required=False,
                min_value=0,
                max_value=4,
            )

    def _add_new_language(self) -> None:
        self.fields["new_language"] = forms.RegexField(
            r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$",
            label=_("One more language"),
            required=False,
            help_text=_(
                "Its code, such as “es” or “sw”. Words that it lacks are shown in the "
                "first language until they are entered, question by question."
            ),
        )
        self.fields["new_label"] = forms.CharField(
            label=_("Wording in the one more language"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any]:
        """Of what is added, both parts; a wording names questions that are there."""
        told: dict[str, Any] = super().clean() or {}
        for name in self.changed_data:
            named = REFERENCE.findall(str(told.get(name) or ""))
            unknown = [code for code in named if code not in self.codes]
            if unknown:
                self.add_error(
                    name,
                    _(
                        "“${%(code)s}” stands for the answer to the question "
                        "“%(code)s”, and there is none of that code. Correct the code, "
                        "or leave it out."
                    )
                    % {"code": unknown[0]},
                )
        for one, other in (
            ("new_choice", "new_choice_label"),
            ("new_language", "new_label"),
        ):
            for name, beside in ((one, other), (other, one)):
                if (
                    told.get(name)
                    and not told.get(beside)
                    and beside not in self.errors
                ):
                    self.add_error(beside, _("Give the name and the wording."))
        return told

    def change(self) -> Change:
        """What was changed, as one change of the questionnaire."""
        steps = list(self._steps())
        return lambda before: reduce(lambda q, step: step(q), steps, before)

    def _steps(self) -> Iterator[Change]:
        told, code = self.cleaned_data, self.question.code
        listed = self.question.choices
        for name in self.changed_data:
            kind, _between, rest = name.partition("_")
            said = told[name]
            if kind == "label":
                yield partial(editing.reworded, code=code, language=rest, label=said)
            elif kind == "hint":
                yield partial(editing.hinted, code=code, language=rest, hint=said)
            elif kind == "choice":
                place, _between, language = rest.partition("_")
                yield partial(
                    offering.choice_reworded,
                    offered=listed,
                    name=self.offered[int(place)].name,
                    language=language,
                    label=said,
                )
        for language in self.older:
            if told[f"fits_{language}"]:
                yield partial(editing.confirmed, code=code, language=language)
        if told.get("new_choice"):
            labels = {self.form.languages[0]: told["new_choice_label"]}
            more = Choice(told["new_choice"], labels)
            yield partial(offering.with_choice, offered=listed, choice=more)
            severity = told.get("new_choice_severity")
            if severity is not None:
                yield partial(
                    offering.with_severity,
                    code=code,
                    name=more.name,
                    severity=severity,
                )
        if told.get("new_language"):
            yield partial(
                editing.reworded,
                code=code,
                language=told["new_language"],
                label=told["new_label"],
            )
