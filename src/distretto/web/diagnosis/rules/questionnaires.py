"""Questionnaires: put into use, taken from an XLSForm, changed in versions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.formats.problems import errors_of
from distretto.formats.questionnaire.built_in import bottleneck_questionnaire
from distretto.formats.questionnaire.checking import problems_of
from distretto.formats.questionnaire.editing import free_version, next_version
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.questionnaire.plain import from_plain, to_plain
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Form
from distretto.web.history.rules import deed

Change = Callable[[Questionnaire], Questionnaire]
LONGEST_VERSION = 40


def use_built_in(programme: Programme, *, by: Any) -> Form:
    """Put the bottleneck questionnaire of the method into use.

    Raises
    ------
    RuleError
        This version of it is in use already.
    """
    return add_form(bottleneck_questionnaire(), programme=programme, by=by)


def add_form(questionnaire: Questionnaire, *, programme: Programme, by: Any) -> Form:
    """Put a questionnaire into use; one of a known code must be a new version.

    Raises
    ------
    RuleError
        The version is there already, or the questions would fail in the field.
    """
    _check_sound(questionnaire)
    form = Form(
        programme=programme,
        name=questionnaire.label(questionnaire.titles)[:200] or questionnaire.code,
        code=questionnaire.code[:80],
        version=questionnaire.version[:LONGEST_VERSION],
        content=to_plain(questionnaire),
    )
    with deed("form.added", by=by, programme=programme, about=form):
        there = _versions(programme, form.code)
        if there.filter(version=form.version).exists():
            raise RuleError(
                "form_there_already",
                gettext_noop(
                    "Version %(version)s of “%(form)s” is there already. Give the new "
                    "one another version."
                ),
                version=form.version,
                form=form.name,
            )
        form.full_clean()
        form.save()
    return form


def add_uploaded(
    questionnaire: Questionnaire, *, programme: Programme, by: Any
) -> Form:
    """Put a form into use that somebody uploaded, under the next version if need be."""
    kept = questionnaire.version[:LONGEST_VERSION]
    version = _free_version(kept, programme=programme, code=questionnaire.code)
    if version != kept:
        questionnaire = replace(questionnaire, version=version)
    return add_form(questionnaire, programme=programme, by=by)


def change_form(form: Form, change: Change, *, by: Any, about: str) -> Form:
    """Reword, add or retire questions.

    A version that a survey uses, or results were published by, stays as it is, and a
    new one is made; one that nobody uses yet is changed itself.

    Raises
    ------
    RuleError
        The questions would fail in the field.
    FormatError
        As the change says.
    """
    changed = change(from_plain(form.content))
    _check_sound(changed)
    if form.is_in_use:
        version = _free_version(
            next_version(_newest_version(form)),
            programme=form.programme,
            code=form.code,
        )
        changed = replace(changed, version=version)
        return add_form(changed, programme=form.programme, by=by)
    with deed("form.edited", by=by, programme=form.programme, about=about):
        held: Form = Form.objects.select_for_update().get(pk=form.pk)
        held.content = to_plain(replace(changed, version=held.version))
        held.full_clean()
        held.save()
    return held


def retire_form(form: Form, *, by: Any) -> Form:
    """Take a version out of use that no survey asks.

    Raises
    ------
    RuleError
        A survey asks it.
    """
    if form.surveys.current().exists():
        raise RuleError(
            "form_in_use",
            gettext_noop("A survey asks by “%(form)s”. It stays."),
            form=str(form),
        )
    with deed("form.retired", by=by, programme=form.programme, about=form):
        held: Form = Form.objects.select_for_update().get(pk=form.pk)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _versions(programme: Programme, code: str) -> Any:
    return Form.objects.current().filter(programme=programme, code=code[:80])


def _newest_version(form: Form) -> str:
    versions = _versions(form.programme, form.code)
    newest = versions.order_by("-created_at").first()
    return str((newest or form).version)


def _free_version(version: str, *, programme: Programme, code: str) -> str:
    """This version of a form, or the next after it that is not there."""
    taken = set(_versions(programme, code).values_list("version", flat=True))
    return free_version(version, taken, LONGEST_VERSION)


def _check_sound(questionnaire: Questionnaire) -> None:
    problems = errors_of(problems_of(questionnaire))
    if problems:
        raise RuleError(
            "form_not_sound",
            gettext_noop(
                "These questions would fail in the field, in %(count)s places. The "
                "first: %(first)s"
            ),
            count=len(problems),
            first=problems[0].sentence,
        )
