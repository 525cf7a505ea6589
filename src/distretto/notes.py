"""Notes for readers: a sentence and its figures, kept apart until somebody reads.

What a reader of files or a measure has to say is made once and read by many people,
each in their own language, perhaps years later. So a note holds its English template
and what fills the gaps; `str(note)` is the English sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, TypeGuard, Union

from distretto.errors import gettext_noop, ngettext_noop

Param: TypeAlias = Union[str, int, float, "Note", tuple["Param", ...]]

BETWEEN = gettext_noop(", ")
QUOTED = gettext_noop("“%(name)s”")
FURTHER = ngettext_noop("%(names)s and %(count)s more", "%(names)s and %(count)s more")
PERCENT = gettext_noop("%(number)s%%")
# A sentence that was written before notes had templates: it stays as it is.
AS_WRITTEN = "%(sentence)s"


class Voice(Protocol):
    """How a language says a sentence and writes a number."""

    def say(self, sentence: str, /) -> str:
        """The sentence in the language."""

    def say_counted(self, one: str, many: str, count: int, /) -> str:
        """The form of the sentence that goes with a number of things."""

    def number(self, value: float, digits: int, /) -> str:
        """A number with so many digits after the decimal sign."""


@dataclass(frozen=True, init=False)
class Note:
    """A sentence for people: what was understood, left out, or is to be known.

    Attributes
    ----------
    template : str
        English sentence with named %(gaps)s, marked with `gettext_noop`.
    plural : str or None
        The form for several things, where `ngettext_noop` marked both; the gap
        `count` chooses.
    params : dict
        What fills the gaps. Numbers are written as the language does, so codes and
        years come as text. A tuple is a list of things; a note is a phrase.
    """

    template: str
    plural: str | None
    params: Mapping[str, Param] = field(hash=False)

    def __init__(self, template: str | tuple[str, str], /, **params: Param) -> None:
        one, many = (template, None) if isinstance(template, str) else template
        object.__setattr__(self, "template", one)
        object.__setattr__(self, "plural", many)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        return self.said(_English())

    def said(self, voice: Voice) -> str:
        """The sentence in a language."""
        if self.plural is None:
            sentence = voice.say(self.template)
        else:
            count: Any = self.params["count"]
            sentence = voice.say_counted(self.template, self.plural, count)
        return sentence % {
            gap: _filled(param, voice) for gap, param in self.params.items()
        }

    def kept(self) -> dict[str, Any]:
        """Plain data for JSON; `recalled` makes the note of it again."""
        forms = self.template if self.plural is None else [self.template, self.plural]
        params = {gap: _plain(param) for gap, param in self.params.items()}
        return {"note": forms, "params": params}


def is_kept(found: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether plain data is a note that was kept."""
    return isinstance(found, Mapping) and found.keys() == {"note", "params"}


def recalled(kept: Mapping[str, Any] | str) -> Note:
    """The note that was kept; a sentence kept by older versions stays as it is."""
    if isinstance(kept, str):
        return Note(AS_WRITTEN, sentence=kept)
    forms = kept["note"]
    params = {gap: _recalled(param) for gap, param in kept["params"].items()}
    return Note(forms if isinstance(forms, str) else (forms[0], forms[1]), **params)


def quoted(names: Iterable[str], most: int = 20) -> Param:
    """Names in quotation marks, the first `most` of them, for a gap of a note."""
    names = list(names)
    shown = tuple(Note(QUOTED, name=name) for name in names[:most])
    rest = len(names) - len(shown)
    return Note(FURTHER, names=shown, count=rest) if rest else shown


def percentage(share: float) -> Note:
    """A share from 0 to 1 in whole per cent; only the whole is 100 %."""
    number = round(100 * share)
    return Note(PERCENT, number=99 if number == 100 and share < 1 else number)


class _English:
    def say(self, sentence: str, /) -> str:
        return sentence

    def say_counted(self, one: str, many: str, count: int, /) -> str:
        return one if count == 1 else many

    def number(self, value: float, digits: int, /) -> str:
        return f"{value:,.{digits}f}"


def _filled(param: Param, voice: Voice) -> str:
    if isinstance(param, Note):
        return param.said(voice)
    if isinstance(param, tuple):
        return voice.say(BETWEEN).join(_filled(each, voice) for each in param)
    return param if isinstance(param, str) else voice.number(param, _digits(param))


def _digits(value: float) -> int:
    """The digits after the decimal sign, where six digits in all are enough."""
    exponent: Any = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return max(0, -exponent)


def _plain(param: Param) -> Any:
    if isinstance(param, Note):
        return param.kept()
    return [_plain(each) for each in param] if isinstance(param, tuple) else param


def _recalled(plain: Any) -> Param:
    if isinstance(plain, list):
        return tuple(_recalled(each) for each in plain)
    return recalled(plain) if is_kept(plain) else plain
