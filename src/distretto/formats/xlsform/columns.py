"""The columns of an XLSForm: which are of a language, and what a cell means."""

import re

NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "pt": "Português",
    "hi": "हिन्दी",
    "ur": "اردو",
}
# Of ours, beside those of the standard; converters pass over columns they do not know.
OURS = ("kind", "unit", "period", "category", "sensitive")
TYPES = {
    "count": "integer",
    "number": "decimal",
    "percent": "decimal",
    "yes_no": "select_one",
    "likert": "select_one",
    "select": "select_one",
    "multi": "select_multiple",
    "text": "text",
    "date": "date",
    "geopoint": "geopoint",
    "note": "note",
    "calculate": "calculate",
}
KINDS = {
    "integer": "count",
    "int": "count",
    "decimal": "number",
    "range": "number",
    "select_one": "select",
    "select_multiple": "multi",
    "rank": "multi",
    "text": "text",
    "string": "text",
    "date": "date",
    "geopoint": "geopoint",
    "gps": "geopoint",
    "note": "note",
    "calculate": "calculate",
}
# What a device fills in by itself: no question.
META = frozenset(
    (
        *("start", "end", "today", "deviceid", "username", "email", "phonenumber"),
        *("phone", "simserial", "subscriberid", "audit", "start-geopoint"),
        "background-audio",
    )
)
_LANGUAGE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)?)\)\s*$")
_PARTS = re.compile(r"\s*::?\s*")


def column_of(base: str, language: str) -> str:
    """The heading of a text in a language: “label::English (en)”."""
    return f"{base}::{NAMES.get(language, language)} ({language})"


def language_name(language: str) -> str:
    """The language as the settings name it: “English (en)”."""
    return f"{NAMES.get(language, language)} ({language})"


def base_and_language(heading: str, default: str) -> tuple[str, str]:
    """“label::English (en)” is label in en; without a language, in the default."""
    parts = _PARTS.split(heading.strip(), maxsplit=1)
    base = parts[0].strip().lower().replace(" ", "_")
    if base in ("bind", "control", "instance", "media") or len(parts) == 1:
        return heading.strip().lower().replace(" ", "_"), default
    return base, language_code(parts[1], default)


def language_code(name: str, default: str) -> str:
    """“Français (fr)” is fr; a name alone is looked up, else kept as it is."""
    found = _LANGUAGE.search(name)
    if found:
        return found[1].lower()
    wanted = name.strip().casefold()
    known = {word.casefold(): code for code, word in NAMES.items()}
    return known.get(wanted, wanted or default)
