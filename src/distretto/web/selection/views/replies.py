"""How a page answers: a form that was saved or refused, a deed that was done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from distretto.errors import RuleError
from distretto.web.selection.policy import rounds as policy
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
    for name, errors in getattr(wrong, "error_dict", {"": wrong.error_list}).items():
        field = name if name in form.fields else None
        form.add_error(field, ValidationError([*errors]).messages)


def act(request: HttpRequest, rule: Rule, said: Any, *to: Any) -> HttpResponse:
    """Call a rule and go to a page, which says what was done or why not."""
    try:
        rule()
    except RuleError as refusal:
        messages.error(request, str(explain(refusal)))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, said)
    return redirect(*to)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], form: Any = None
) -> HttpResponse:
    """A page of a round; 422 where its form was sent and is not right."""
    context = about(request, context["round"]) | context | {"form": form}
    wrong = form is not None and form.is_bound and not form.is_valid()
    return render(
        request, f"selection/{template}", context, status=422 if wrong else 200
    )


# Part of a round: name of its address, title, addresses that belong to it, who sees it.
_TABS: tuple[tuple[str, Any, frozenset[str]], ...] = (
    ("round", _("Funnel"), frozenset({"change-round", "close-long-list"})),
    (
        "candidates",
        _("Candidates"),
        frozenset(
            {"candidate", "move-candidates", "nominate-candidate", "change-candidate"}
        ),
    ),
    (
        "identification",
        _("Identification"),
        frozenset({"add-test", "change-test", "answer-test"}),
    ),
    (
        "criteria",
        _("Criteria and weights"),
        frozenset(
            {
                "add-criterion",
                "change-criterion",
                "set-weights",
                "fix-weights",
                "unfix-weights",
            }
        ),
    ),
    (
        "scoring",
        _("Scoring"),
        frozenset(
            {
                "sheet",
                "score-candidate",
                "dismiss-assessor",
                "close-scoring",
                "reopen-scoring",
            }
        ),
    ),
    ("ranking", _("Ranking"), frozenset()),
    ("decision", _("Decision"), frozenset({"validate-decision", "announce"})),
    ("letters", _("Letters"), frozenset({"letter"})),
)


def about(request: HttpRequest, round_: Any) -> dict[str, Any]:
    """What every page of a round shows beside its own content."""
    slug = round_.programme.slug
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "programme": round_.programme,
        "here": "selection",
        "round": round_,
        "trail": [
            (_("Selection rounds"), reverse("selection:rounds", args=[slug])),
            (round_.name, reverse("selection:round", args=[slug, round_.pk])),
        ][: 1 if here == "round" else 2],
        "tabs": [
            {
                "title": title,
                "url": reverse(f"selection:{name}", args=[slug, round_.pk]),
                "is_here": here == name or here in parts,
            }
            for name, title, parts in _TABS
            if name != "letters" or policy.may(round_, "manage")
        ],
    }
