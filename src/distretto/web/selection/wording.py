"""Stock words of a round in the language of its reader, as long as nobody changed them.

A round begins with the criteria and tests of the method, written down in the language
of whoever started it. Where a text is still one of these, in whatever language, each
reader has it in their own; a text that was changed is the round's own and stays.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from distretto.web.selection.defaults import stock_words


def worded(text: str) -> str:
    """A title, question or anchor as the reader of the page should have it."""
    found = _known().get(text)
    return text if found is None else _said(*found)


def _said(words: str, gaps: dict[str, Any]) -> str:
    return gettext(words) % gaps if gaps else gettext(words)


@cache
def _known() -> dict[str, tuple[str, dict[str, Any]]]:
    """The stock words by what they are in each language of the site."""
    known: dict[str, tuple[str, dict[str, Any]]] = {}
    for language, _title in settings.LANGUAGES:
        with override(language):
            for words, gaps in stock_words():
                known.setdefault(_said(words, gaps), (words, gaps))
    return known
