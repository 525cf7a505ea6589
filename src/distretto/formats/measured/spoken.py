"""What a region or an industry is called in a sentence or a heading."""

from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language

# Of a code without a title: in a sentence, and where one begins.
_UNNAMED = {
    "industry": (gettext_noop("industry %(code)s"), gettext_noop("Industry %(code)s")),
    "region": (gettext_noop("region %(code)s"), gettext_noop("Region %(code)s")),
}


def spoken(
    kind: str, code: Any, name: str | None, language: Language, *, begins: bool = False
) -> str:
    """Code and title; a code of digits without a title says what it is a code of."""
    if name and name != code:
        return f"{code} {name}"
    if not any(sign.isdigit() for sign in str(code)):
        return str(code)
    return language.say(_UNNAMED[kind][begins]) % {"code": code}
