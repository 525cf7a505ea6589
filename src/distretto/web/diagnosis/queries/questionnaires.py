"""Questionnaires as the pages and the other steps of a survey take them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, get_language_info

from distretto.formats.kobo.sensitive import SensitiveColumns
from distretto.formats.questionnaire.built_in import bottleneck_questionnaire
from distretto.formats.questionnaire.editing import only_blocks
from distretto.formats.questionnaire.model import Block, Question, Questionnaire
from distretto.formats.questionnaire.plain import from_plain
from distretto.formats.questionnaire.translating import older_translations
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Form, Survey


def forms_of(programme: Programme) -> QuerySet[Form]:
    """The versions in use, with how many surveys ask by each; no questions."""
    found: QuerySet[Form] = (
        Form.objects.current()
        .filter(programme=programme)
        .defer("content")
        .annotate(
            survey_count=Count("surveys", filter=Q(surveys__retired_at__isnull=True))
        )
    )
    return found


def whole(form: Form) -> Questionnaire:
    """All questions of a version, retired ones too."""
    return from_plain(form.content)


def known_as(programme: Programme, code: str) -> Questionnaire | None:
    """The newest version that goes by a code here, or that comes with the program."""
    newest = (
        Form.objects.current()
        .filter(programme=programme, code=code[:80])
        .order_by("-created_at")
        .first()
    )
    if newest:
        return whole(newest)
    built_in = bottleneck_questionnaire()
    return built_in if built_in.code == code else None


def asked_in(survey: Survey) -> Questionnaire:
    """What a survey asks: its questionnaire with its blocks."""
    questionnaire = whole(survey.form)
    return only_blocks(questionnaire, survey.blocks) if survey.blocks else questionnaire


def sensitive_in(survey: Survey) -> SensitiveColumns:
    """What is sensitive by any questionnaire that a survey asks by, or once did.

    Answers outlast the questionnaire that asked for them.
    """
    earlier = Form.objects.filter(pk__in=survey.history.values("form"))
    forms = [survey.form, *earlier.exclude(pk=survey.form_id)]
    return SensitiveColumns(*map(whole, forms))


def language_for(questionnaire: Questionnaire, asked: str = "") -> str:
    """The language to show questions in: as asked, as the page, or the first."""
    for language in (asked, get_language() or ""):
        if language in questionnaire.languages:
            return language
    return questionnaire.languages[0]


def language_name(code: str) -> str:
    """What a language calls itself; its code, where that is not known."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


@dataclass(frozen=True)
class ShownQuestion:
    """A question in the words of one language."""

    code: str
    kind: str
    label: str
    hint: str
    category: str
    choices: tuple[tuple[str, str], ...]
    condition: str
    is_required: bool
    is_sensitive: bool
    is_retired: bool
    # Languages whose words are older than those of the first.
    older: tuple[str, ...] = ()


def shown_questions(
    questionnaire: Questionnaire, block: Block, language: str
) -> list[ShownQuestion]:
    """The questions of a block as people read them."""
    return [_shown(questionnaire, each, language) for each in block.questions]


def _shown(
    questionnaire: Questionnaire, question: Question, language: str
) -> ShownQuestion:
    label = questionnaire.label
    return ShownQuestion(
        code=question.code,
        kind=question.kind,
        label=label(question.labels, language) or question.code,
        hint=questionnaire.hint(question, language),
        category=label(questionnaire.categories.get(question.category, {}), language),
        choices=tuple(
            (choice.name, label(choice.labels, language) or choice.name)
            for choice in questionnaire.offered(question)
            if not choice.is_retired
        ),
        condition=question.relevant,
        is_required=question.required,
        is_sensitive=question.is_sensitive,
        is_retired=question.is_retired,
        older=tuple(older_translations(question, questionnaire)),
    )
