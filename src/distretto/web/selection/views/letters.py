"""Letters to those that were not chosen: listed, written, downloaded."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from distretto.errors import RuleError
from distretto.formats import letters as formats
from distretto.web.selection.forms.decision import LetterForm
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import letters as queries
from distretto.web.selection.queries.candidates import PAGE
from distretto.web.selection.rules import letters as rules
from distretto.web.selection.twins import chosen_twin
from distretto.web.selection.views.replies import page
from distretto.web.selection.views.report import as_file
from distretto.web.ui.replies import posted, saved
from distretto.web.ui.templatetags.ui import explain

WRITERS = {"pdf": formats.letter_pdf, "docx": formats.letter_docx}


@login_required
@require_GET
def letters(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Those that were not chosen, with their letters in each language."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    shown = Paginator(queries.not_chosen(round_), PAGE)
    here = shown.get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "page": here,
        "lines": queries.letter_lines(list(here.object_list)),
        "letter_languages": queries.LANGUAGES.items(),
        "is_ready": round_.has_reached(Round.Stage.VALIDATED),
    }
    return page(request, "letters.html", context)


def _candidate(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, language: str
) -> Candidate:
    if language not in queries.LANGUAGES:
        raise Http404
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    return policy.candidate_of(round_, candidate)


def _signed(request: HttpRequest) -> str:
    """Who signs: a person with a name; nobody signs with an e-mail address."""
    return str(getattr(request.user, "name", ""))


@login_required
def letter(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, language: str
) -> HttpResponse:
    """The letter to one candidate in one language, to be written and downloaded."""
    found = _candidate(request, programme, pk, candidate, language)
    draft = queries.letter_of(found, language, _signed(request))
    form = LetterForm(posted(request), instance=draft)
    if form.is_valid():
        then, said = request.POST.get("then", ""), form.cleaned_data
        # To look at another letter, or to print the template, saves no letter.
        untouched = then and not form.has_changed()
        if untouched or saved(
            form,
            lambda: rules.write_letter(found, language, by=request.user, **said),
        ):
            here = (programme, pk, candidate, language)
            if then in WRITERS:
                return redirect("selection:download-letter", *here, then)
            if then in queries.LANGUAGES:
                here = (*here[:3], then)
            return redirect("selection:letter", *here)
    context = {
        "round": found.round,
        "candidate": found,
        "language": language,
        "language_name": queries.LANGUAGES[language],
        "letter_languages": queries.LANGUAGES.items(),
        "is_written": not draft._state.adding,
        "may_write": found.has_left
        and found.round.is_decided
        and chosen_twin(found) is None,
    }
    return page(request, "letter.html", context, form)


@login_required
@require_GET
def download_letter(
    request: HttpRequest,
    programme: str,
    pk: UUID,
    candidate: UUID,
    language: str,
    kind: str,
) -> HttpResponse:
    """The letter as it stands, as PDF or Word."""
    found = _candidate(request, programme, pk, candidate, language)
    if kind not in WRITERS:
        raise Http404
    letter = queries.letter_of(found, language, _signed(request))
    try:
        rules.check_not_chosen(found)
    except RuleError as refusal:
        messages.error(request, str(explain(refusal)))
        return redirect("selection:letter", programme, pk, candidate, language)
    content = WRITERS[kind](queries.printed(letter))
    return as_file(content, kind, f"{found.name}-{language}")
