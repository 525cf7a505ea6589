"""One block of a questionnaire as a form: what a phone shows, and what it may send."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.questionnaire.conditions import holds
from distretto.formats.questionnaire.model import Block, Question, Questionnaire
from distretto.web.ui.days import DayField
from distretto.web.ui.pictures import page_language

# Widest numbers a form takes where the questionnaire sets no end.
MOST = 1e15
# How a questionnaire calls the unit of money, whichever it is.
MONEY = "currency"
# A year of the calendar is written without a sign between its figures.
YEAR = "year"


class BlockForm(forms.Form):
    """The questions of a block. Those that do not apply are not asked and not kept.

    `answers` are those that are kept so far: conditions look back at them. One that is
    refused leaves the earlier answer to its question, for conditions too.
    """

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        block: Block,
        language: str,
        answers: Mapping[str, Any],
        currency: str = "",
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.questionnaire, self.language = questionnaire, language
        self.answers = answers
        self.currency = currency or gettext("local currency")
        self.questions = {each.code: each for each in block.questions if each.is_asked}
        for code, question in self.questions.items():
            self.fields[code] = self._field(question)

    def _field(self, question: Question) -> forms.Field:
        measure = self._measure(question)
        field = _made(question, self._offered(question), measure)
        label = self.questionnaire.label(question.labels, self.language)
        field.label = label or question.code
        hint = self.questionnaire.label(question.hints, self.language)
        field.help_text = ". ".join(each for each in (measure, hint) if each)
        # Whether it must be answered is known once it is known whether it applies.
        field.required = False
        field.needed_when = (  # type: ignore[attr-defined]
            _("must be answered") if question.required else ""
        )
        if question.required:
            field.widget.attrs["data-needed"] = True
        if question.relevant:
            field.widget.attrs["data-relevant"] = question.relevant
        return field

    def _measure(self, question: Question) -> str:
        """Unit and period, with the currency that money is asked in."""
        told = self.questionnaire.measure(question, self.language)
        if not question.unit.startswith(MONEY):
            return told
        term = self.questionnaire.terms.get(MONEY, {})
        word = self.questionnaire.label(term, self.language) or MONEY
        return told.replace(word, self.currency, 1)

    def _offered(self, question: Question) -> list[tuple[str, str]]:
        label = self.questionnaire.label
        return [
            (each.name, label(each.labels, self.language) or each.name)
            for each in self.questionnaire.offered(question)
            if not each.is_retired
        ]

    def clean(self) -> dict[str, Any]:
        """Drop what does not apply; hold the rest against its conditions."""
        told = super().clean() or {}
        known = dict(self.answers)
        for code, question in self.questions.items():
            if holds(question.relevant, known) is False:
                told.pop(code, None)
                self.errors.pop(code, None)
                known.pop(code, None)
                continue
            value = _kept(told.get(code))
            told[code] = value
            if value is not None:
                self._check(question, value, {**known, code: value})
            if code in self.errors:
                continue
            known.pop(code, None)
            if value is not None:
                known[code] = value
            elif question.required:
                self.add_error(code, gettext("This question must be answered."))
        return told

    def _check(self, question: Question, value: Any, known: Mapping[str, Any]) -> None:
        if holds(question.constraint, known, value) is not False:
            return
        said = self.questionnaire.label(question.constraint_messages, self.language)
        self.add_error(
            question.code,
            said or gettext("This does not fit the other answers. Check both."),
        )

    def kept(self) -> dict[str, Any]:
        """The answers that are in order, whatever is wrong with others; no blanks."""
        return {
            code: value
            for code, value in self.cleaned_data.items()
            if value is not None and code not in self.errors
        }

    def refused(self) -> dict[str, str]:
        """What was answered and cannot be kept, by the labels of its questions."""
        return {
            code: str(self.fields[code].label)
            for code in self.errors
            if self[code].data not in (None, "", [])
        }


def _made(
    question: Question, offered: list[tuple[str, str]], measure: str
) -> forms.Field:
    low = -MOST if question.low is None else question.low
    high = MOST if question.high is None else question.high
    if question.kind == "count":
        return forms.IntegerField(
            min_value=int(low),
            max_value=int(high),
            error_messages=_ends(question, low, high, measure),
        )
    if question.is_quantity:
        field = forms.FloatField(
            min_value=low,
            max_value=high,
            error_messages=_ends(question, low, high, measure),
        )
        field.widget.attrs["inputmode"] = "decimal"
        return field
    if question.kind == "multi":
        return NoneAlone(choices=offered, widget=forms.CheckboxSelectMultiple)
    if offered:
        # What must be answered begins with nothing chosen, and cannot go back to it.
        blank = [] if question.required else [("", _("No answer"))]
        return forms.ChoiceField(choices=[*offered, *blank], widget=forms.RadioSelect)
    if question.kind == "date":
        return DayField()
    if question.kind == "geopoint":
        return PositionField()
    return forms.CharField(max_length=1000)


def _ends(question: Question, low: float, high: float, measure: str) -> dict[str, str]:
    """What is said of a number beyond its ends, with the unit it is asked in."""
    number = page_language().number
    least, most = number(low, int(low % 1 != 0)), number(high, int(high % 1 != 0))
    if question.unit == YEAR:
        least, most = f"{low:.0f}", f"{high:.0f}"
    if measure:
        told = {
            "min_value": gettext("Give %(least)s or more: %(unit)s.")
            % {"least": least, "unit": measure},
            "max_value": gettext("Give %(most)s or less: %(unit)s.")
            % {"most": most, "unit": measure},
        }
    else:
        told = {
            "min_value": gettext("Give %(least)s or more.") % {"least": least},
            "max_value": gettext("Give %(most)s or less.") % {"most": most},
        }
    # Django fills in gaps once more, and “% of sales” is none.
    return {key: each.replace("%", "%%") for key, each in told.items()}


class PositionField(forms.RegexField):
    """Latitude and longitude, and perhaps height and precision: as phones write it."""

    is_position = True
    default_error_messages = {  # noqa: RUF012
        "invalid": _("Latitude and longitude, parted by a blank.")
    }

    def __init__(self) -> None:
        super().__init__(
            r"^-?\d+(\.\d+)? -?\d+(\.\d+)?( -?\d+(\.\d+)?){0,2}$", max_length=60
        )


class NoneAlone(forms.MultipleChoiceField):
    """Several answers; “none” goes with no other."""

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if "none" in value and len(value) > 1:
            raise forms.ValidationError(
                _("“None” goes with no other answer. Take one of them away.")
            )


def _kept(value: Any) -> Any:
    """As answers are kept: numbers, texts, names parted by blanks; a blank is None."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, list):
        return " ".join(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value) if isinstance(value, int) else value


def shown_answers(block: Block, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as the fields take them."""
    shown = {}
    for question in block.questions:
        value = answers.get(question.code)
        if value is None:
            continue
        if question.kind == "multi":
            value = str(value).split()
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        shown[question.code] = value
    return shown
