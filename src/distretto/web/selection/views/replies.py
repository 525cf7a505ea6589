"""How a page of a round answers, and what each of them shows beside its content."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.policy import rounds as policy


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
