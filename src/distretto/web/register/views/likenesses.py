"""Records that may stand for the same firm: the list, one pair, the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from distretto.errors import RuleError
from distretto.web.register import comparison, policy
from distretto.web.register.forms.organisations import MergeForm
from distretto.web.register.models import Likeness, Organisation
from distretto.web.register.queries import organisations as found_by
from distretto.web.register.rules import likenesses as rules
from distretto.web.register.rules import merging
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.replies import told

ON_A_PAGE = 50


@login_required
@require_GET
def likenesses(request: HttpRequest, programme: str) -> HttpResponse:
    """Pairs to decide on, the most alike first."""
    found = policy.register_for(request.user, programme, to="edit")
    pairs = found_by.open_likenesses(found).select_related("one__place", "other__place")
    pairs = pairs.defer("one__place__shape", "other__place__shape")
    page = Paginator(pairs, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**list_frame(found, "likenesses"), "page": page}
    return render(request, "register/likenesses.html", context)


@login_required
@require_POST
def look_for_duplicates(request: HttpRequest, programme: str) -> HttpResponse:
    """Compare the whole register, in the background."""
    found = policy.register_for(request.user, programme, to="edit")
    run = rules.look_for_duplicates(found, by=request.user)
    return redirect("work:run", programme, run.pk)


@login_required
@require_GET
def likeness(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Two records beside each other, fact by fact."""
    return _likeness(request, policy.likeness_for(request.user, programme, pk))


def _likeness(
    request: HttpRequest, found: Likeness, *, error: Any = None, status: int = 200
) -> HttpResponse:
    kept, other = _in_order(request, found)
    context = {
        **frame(found.programme, "likenesses"),
        "likeness": found,
        "kept": kept,
        "other": other,
        "rows": comparison.rows_of(kept, other),
        "hanging": [comparison.hanging_on(each) for each in (kept, other)],
        "error": error,
    }
    return render(request, "register/likeness.html", context, status=status)


def _in_order(
    request: HttpRequest, found: Likeness
) -> tuple[Organisation, Organisation]:
    """The record that stays, and the other: the older one stays unless told."""
    asked = request.POST.get("keep") or request.GET.get("keep")
    pair = (found.one, found.other)
    return (pair[1], pair[0]) if asked == str(found.other_id) else pair


@login_required
@require_POST
def merge(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Make one record of two."""
    found = policy.likeness_for(request.user, programme, pk)
    kept, other = _in_order(request, found)
    form = MergeForm(request.POST, groups=merging.GROUPS)
    if not form.is_valid():
        return _likeness(request, found, status=422)
    try:
        merged = merging.merge_organisations(
            kept, other, by=request.user, take=form.cleaned_data["take"]
        )
    except (RuleError, ValidationError) as refusal:
        return _likeness(request, found, error=told(refusal), status=409)
    messages.success(
        request,
        gettext("Two records are one now: “%(name)s”. This can be undone.")
        % {"name": merged.name},
    )
    return redirect(_next(found))


@login_required
@require_POST
def deny_likeness(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say that two records are not the same."""
    found = policy.likeness_for(request.user, programme, pk)
    merging.deny_likeness(found, by=request.user)
    messages.success(request, gettext("They stay two; nobody is asked again."))
    return redirect(_next(found))


def _next(decided: Likeness) -> str:
    """The next pair to decide on, or the list where there is none."""
    slug = decided.programme.slug
    following = found_by.open_likenesses(decided.programme).exclude(pk=decided.pk)
    first = following.first()
    if first is None:
        return reverse("register:likenesses", args=[slug])
    return reverse("register:likeness", args=[slug, first.pk])
