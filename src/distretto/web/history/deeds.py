"""What deeds are called, and which may not be undone just like that.

Every rule names its deed by a code, `noun.verbed`. Each app lists the titles of its
codes in a module `deeds.py` of its own, which is found when the site starts:

    deeds.titles({"place.renamed": _("Place renamed")})

    @deeds.guard("score.given")
    def scores_stay_closed(entry: Deed, *, by: User) -> None: ...
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# Called when the undoing is written but not yet final; raises RuleError to refuse it.
Guard = Callable[..., None]

_titles: dict[str, Any] = {"history.undone": _("Undone")}
_guards: dict[str, Guard] = {}


def titles(of_codes: Mapping[str, Any]) -> None:
    """Add the titles of an app's deeds (lazily translated)."""
    _titles.update(of_codes)


def guard(*codes: str) -> Callable[[Guard], Guard]:
    """Let a function check every undoing of these deeds, and of their undoings."""

    def register(function: Guard) -> Guard:
        for code in codes:
            _guards[code] = function
        return function

    return register


def title_of(code: str) -> str:
    """What a deed is called; its code where no app has a title for it."""
    return str(_titles.get(code, code))


def all_titles() -> dict[str, str]:
    """Every code with its title in the reader's language, in the order of titles."""
    named = {code: str(title) for code, title in _titles.items()}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def check_undo(entry: Any, *, by: Any) -> None:
    """Ask the guard of what is undone; an undoing is guarded like what it undid."""
    first = entry
    while first.undoes is not None:
        first = first.undoes
    if check := _guards.get(first.did):
        check(entry, by=by)
