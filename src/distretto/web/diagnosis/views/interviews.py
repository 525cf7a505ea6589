"""Interviews in the browser, one block at a time, kept at every step."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.formats.questionnaire.model import Block, Questionnaire
from distretto.notes import Note, quoted
from distretto.web.accounts.policy import person
from distretto.web.diagnosis.forms.interviews import BlockForm, shown_answers
from distretto.web.diagnosis.models import Response
from distretto.web.diagnosis.policy import surveys as policy
from distretto.web.diagnosis.queries import interviews as queries
from distretto.web.diagnosis.queries import questionnaires
from distretto.web.diagnosis.queries.interview_outline import every_step, outline_of
from distretto.web.diagnosis.queries.interviews import REVIEW, Step, step_digest
from distretto.web.diagnosis.queries.said import Said, said_to
from distretto.web.diagnosis.rules import interviews as rules
from distretto.web.diagnosis.views.surveys import survey_frame
from distretto.web.ui.templatetags.ui import explain

KEPT_BUT = gettext_noop(
    "The interview is kept, but not what does not fit: the answers to %(questions)s. "
    "Go on any time, and put them right then."
)
# Named in a message; the step itself says it of each.
REFUSED_SHOWN = 5


@login_required
@require_POST
def begin_interview(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Begin an interview, of a firm of the sample or of nobody known yet."""
    survey = policy.survey_for(request.user, programme, pk, to="edit")
    firm = policy.organisation_of(
        survey.wave.cluster.programme, request.POST.get("organisation", "")
    )
    response = rules.begin_interview(
        survey,
        questionnaires.asked_in(survey),
        organisation=firm,
        by=person(request.user),
    )
    return redirect("diagnosis:interview", programme, response.pk)


@dataclass(frozen=True)
class _Interview:
    """What every step needs of an interview."""

    response: Response
    form: Questionnaire
    language: str

    @property
    def steps(self) -> list[Step]:
        return queries.steps_of(self.form, self.response.answers, self.language)

    def block(self, code: str) -> Block:
        return next(each for each in self.form.blocks if each.code == code)

    def steps_around(self, code: str) -> list[Step]:
        """The steps that apply; the possible ones where this is not among them yet.

        A device that has no connection goes on before the server knows the answers
        that a later step hangs on.
        """
        if code in {each.code for each in self.steps}:
            return self.steps
        return queries.possible_steps(self.form, self.response.answers, self.language)


def _interview(request: HttpRequest, programme: str, pk: UUID) -> _Interview:
    response = policy.response_for(request.user, programme, pk, to="edit")
    form = questionnaires.asked_in(response.survey)
    asked = request.GET.get("language", "")
    return _Interview(response, form, questionnaires.language_for(form, asked))


@login_required
@require_http_methods(["GET", "POST"])
def interview(
    request: HttpRequest, programme: str, pk: UUID, block: str = ""
) -> HttpResponse:
    """One block of an interview; sending it keeps the answers and goes on.

    Without a block it is the one where the interview was left.
    """
    found = _interview(request, programme, pk)
    if found.response.is_complete:
        return redirect("diagnosis:response", programme, pk)
    block = block or queries.left_at(found.form, found.response, found.language)
    if block == REVIEW:
        return _review(request, found)
    steps = (
        every_step(found.form, found.language)
        if "ahead" in request.GET
        else found.steps_around(block)
    )
    step = next((each for each in steps if each.code == block), None)
    if step is None:
        raise Http404
    forms = _forms(request, found, step)
    if request.method == "POST":
        return _take(request, found, step, forms)
    return _show(request, found, step, forms)


def _forms(request: HttpRequest, found: _Interview, step: Step) -> list[BlockForm]:
    """The form of a block; of one that repeats, as many as it is told."""
    block = found.block(step.code)
    data = request.POST if request.method == "POST" else None
    answers = found.response.answers
    rows = found.response.repeats.get(step.code, [])
    made = []
    for place in range(step.times or 1):
        row = (rows[place] if place < len(rows) else {}) if step.times else answers
        made.append(
            BlockForm(
                data,
                questionnaire=found.form,
                block=block,
                language=found.language,
                answers={**answers, **row},
                currency=found.response.survey.wave.cluster.programme.currency,
                initial=shown_answers(block, row),
                prefix=f"{step.code}-{place}" if step.times else None,
            )
        )
    return made


def _take(
    request: HttpRequest, found: _Interview, step: Step, forms: list[BlockForm]
) -> HttpResponse:
    """Keep what is in order, whatever else is wrong; go on where all is."""
    is_valid = all([each.is_valid() for each in forms])
    block = found.block(step.code)
    programme = found.response.survey.wave.cluster.programme.slug
    begun_from = request.POST.get("begun_from", "")
    told = [rules.Told(each.kept(), each.refused().keys()) for each in forms]
    try:
        response = rules.keep_step(found.response, block, told, begun_from=begun_from)
    except RuleError as refusal:
        if refusal.code == "answers_changed":
            found.response.refresh_from_db()
            return _show(request, found, step, forms, status=409)
        messages.error(request, explain(refusal))
        return redirect("diagnosis:response", programme, found.response.pk)
    found.response.answers, found.response.repeats = response.answers, response.repeats
    go = request.POST.get("go", "next")
    if not is_valid and go not in {"back", "later", REVIEW}:
        return _show(request, found, step, forms, status=422)
    # The device keeps what was refused, until it is mended.
    is_whole = not any(each.refused() for each in forms)
    told_device = {
        "saved" if is_whole else "unsaved": step.code,
        "digest": step_digest(response, block),
    }
    if go == "later":
        _say_kept(request, forms)
        url = reverse("diagnosis:answers", args=[programme, response.survey_id])
        return redirect(f"{url}?{urlencode(told_device)}")
    here = [programme, response.pk, _after(found.steps_around(step.code), step, go)]
    url = reverse("diagnosis:interview-step", args=here)
    return redirect(f"{url}?{urlencode({'language': found.language, **told_device})}")


def _say_kept(request: HttpRequest, forms: list[BlockForm]) -> None:
    """That the interview is kept, and which answers of this step are not."""
    refused = [label for each in forms for label in each.refused().values()]
    if not refused:
        messages.success(request, gettext("The interview is kept. Go on any time."))
        return
    questions = quoted(dict.fromkeys(refused), REFUSED_SHOWN)
    messages.warning(request, explain(Note(KEPT_BUT, questions=questions)))


def _done(page: str, programme: str, survey: UUID, response: Response) -> HttpResponse:
    """To a page of the survey; the device that sent this keeps nothing any more."""
    return redirect(f"{reverse(page, args=[programme, survey])}?done={response.pk}")


def _after(steps: list[Step], step: Step, go: str) -> str:
    if go == REVIEW:
        return REVIEW
    codes = [each.code for each in steps]
    place = codes.index(step.code) + (-1 if go == "back" else 1)
    return codes[max(place, 0)] if place < len(codes) else REVIEW


def _show(
    request: HttpRequest,
    found: _Interview,
    step: Step,
    forms: list[BlockForm],
    *,
    status: int = 200,
) -> HttpResponse:
    steps = found.steps
    possible = queries.possible_steps(
        found.form, found.response.answers, found.language
    )
    is_kept = "ahead" in request.GET
    is_ahead = is_kept or step.code not in {each.code for each in steps}
    context = survey_frame(found.response.survey, "answers") | {
        "response": found.response,
        "is_ahead": is_ahead,
        "is_kept": is_kept,
        "outline": outline_of(found.response, found.form, found.language),
        "blocks": every_step(found.form, found.language) if is_ahead else steps,
        "step": step,
        "forms": forms,
        "language": found.language,
        "asked_in": [
            (code, questionnaires.language_name(code)) for code in found.form.languages
        ],
        "notes": [
            found.form.label(each.labels, found.language)
            for each in found.block(step.code).questions
            if each.kind == "note" and not each.is_retired
        ],
        "digest": step_digest(found.response, found.block(step.code)),
        "is_refused": status != 200,
        "is_changed": status == 409,
        "step_count": len(steps) + 1,
        # Before consent is given, nobody knows how many blocks will be asked.
        "most_steps": len(possible) + 1,
    }
    # What is said once is not for a page that is shown later, perhaps often.
    context |= {"messages": ()} if is_kept else {}
    return render(request, "diagnosis/interview.html", context, status=status)


def _review(
    request: HttpRequest, found: _Interview, *, error: MethodError | None = None
) -> HttpResponse:
    """What is still lacking, and sending."""
    if request.method == "POST" and error is None:
        try:
            rules.send_interview(found.response, found.form, by=request.user)
        except MethodError as refusal:
            return _review(request, found, error=refusal)
        messages.success(request, gettext("The interview is sent. Thank you."))
        survey = found.response.survey
        slug = survey.wave.cluster.programme.slug
        return _done("diagnosis:sample", slug, survey.pk, found.response)
    answers = found.response.answers
    steps = found.steps
    context = survey_frame(found.response.survey, "answers") | {
        "response": found.response,
        "outline": outline_of(found.response, found.form, found.language),
        "blocks": [_looked_over(found, each) for each in steps],
        "last": steps[-1],
        "lacking": queries.unfinished(found.form, answers, found.language),
        "language": found.language,
        "error": error,
        "step_count": len(steps) + 1,
    }
    status = 409 if error else 200
    return render(request, "diagnosis/review_interview.html", context, status=status)


def _looked_over(
    found: _Interview, step: Step
) -> tuple[Step, int, int, list[list[Said]]]:
    """A step, how much of it was answered, and what, for each time it is asked."""
    times = queries.asked_at(found.form, found.response, step)
    told = [
        list(said_to(row, found.form, questions, found.language))
        for row, questions in times
    ]
    return step, *queries.answered_in(times), told


@login_required
@require_POST
def drop_interview(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Give an interview up that was not sent."""
    found = policy.response_for(request.user, programme, pk, to="edit")
    try:
        rules.drop_interview(found, by=request.user)
    except MethodError as refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, gettext("The interview is given up."))
    return _done("diagnosis:answers", programme, found.survey_id, found)
