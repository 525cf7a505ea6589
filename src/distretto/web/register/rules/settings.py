"""How a programme classes its firms and institutions."""

from collections.abc import Sequence
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.kinds import FIRM, KINDS, Words
from distretto.web.register.models import Organisation, RegisterSettings


def change_settings(programme: Programme, words: Words, *, by: Any) -> RegisterSettings:
    """Replace a programme's kinds, size classes, stages and types of unit.

    Raises
    ------
    RuleError
        Two classes begin at the same number, the first does not begin at 0, a code is
        there twice, or a kind that is taken away is in use.
    """
    _check_sizes([each.least for each in words.size_classes])
    _check_once([each.code for each in words.size_classes])
    _check_kinds_in_use(programme, words)
    with deed("register_settings.changed", by=by, programme=programme):
        held, _ = RegisterSettings.objects.select_for_update().get_or_create(
            programme=programme
        )
        held.size_classes = [
            {"code": each.code, "name": str(each.name), "least": each.least}
            for each in words.size_classes
        ]
        held.kinds = [
            {"code": code, "name": str(name)}
            for code, name in words.kinds.items()
            if code not in KINDS
        ]
        held.chain_stages = list(words.chain_stages)
        held.unit_types = list(words.unit_types)
        held.full_clean()
        held.save()
    return held


def _check_sizes(least: Sequence[int]) -> None:
    if not least or least[0] != 0 or sorted(set(least)) != list(least):
        raise RuleError(
            "size_classes_in_disorder",
            gettext_noop(
                "The size classes begin at %(found)s persons employed. The first must "
                "begin at 0, and each further one higher than the one before."
            ),
            found=", ".join(map(str, least)) or "–",
        )


def _check_once(codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise RuleError(
                "code_twice",
                gettext_noop("“%(name)s” is there twice. Give each its own name."),
                name=code,
            )


def _check_kinds_in_use(programme: Programme, words: Words) -> None:
    used = (
        Organisation.objects.current()
        .filter(programme=programme)
        .exclude(kind__in=[*words.kinds, FIRM])
    )
    if first := used.first():
        raise RuleError(
            "kind_in_use",
            gettext_noop(
                "The kind “%(kind)s” is in use, as for “%(name)s”. Give those another "
                "kind first."
            ),
            kind=first.kind,
            name=first.name,
        )
