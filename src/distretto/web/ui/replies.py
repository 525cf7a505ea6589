"""How a page answers: a form that was saved or refused, a deed that was done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext

from distretto.errors import RuleError
from distretto.web.ui.templatetags.ui import explain

Rule = Callable[[], Any]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def saved(form: BaseForm, rule: Rule) -> Any:
    """What the rule made, or None: then the form says why not."""
    try:
        return rule()
    except RuleError as refusal:
        form.add_error(None, str(explain(refusal)))
    except ValidationError as wrong:
        _tell(form, wrong)
    return None


def _tell(form: BaseForm, wrong: ValidationError) -> None:
    by_field = wrong.error_dict if hasattr(wrong, "error_dict") else {"": [wrong]}
    for name, errors in by_field.items():
        field = name if name in form.fields else None
        form.add_error(field, ValidationError([*errors]).messages)


def told(refusal: RuleError | ValidationError) -> str:
    """The sentence of a refusal, in the reader's language."""
    if isinstance(refusal, RuleError):
        return str(explain(refusal))
    return " ".join(refusal.messages)


def sentences(form: BaseForm) -> str:
    """All that is wrong with a form, for a page that cannot say it beside fields."""
    return " ".join(
        _about(form, name, str(each))
        for name, several in form.errors.items()
        for each in several
    )


def _about(form: BaseForm, name: str, sentence: str) -> str:
    """A sentence with the name of its field, where the field has a name for people."""
    label = form.fields[name].label if name in form.fields else None
    if not label:
        return sentence
    about = {"field": label, "sentence": sentence}
    return gettext("“%(field)s”: %(sentence)s") % about


def turned_away(request: HttpRequest, form: BaseForm, *to: Any) -> HttpResponse:
    """Go back to a page, which says what is wrong with what was sent from it."""
    messages.error(request, sentences(form))
    return redirect(*to)


def done(request: HttpRequest, rule: Rule, said: Any = "") -> bool:
    """Call a rule; the next page says what was done, or why not."""
    try:
        rule()
    except (RuleError, ValidationError) as refusal:
        messages.error(request, told(refusal))
        return False
    if said:
        messages.success(request, said)
    return True


def act(request: HttpRequest, rule: Rule, said: Any, *to: Any) -> HttpResponse:
    """Call a rule and go to a page, which says what was done or why not."""
    done(request, rule, said)
    return redirect(*to)
