"""What the base page itself needs: theme, languages, version. Costs no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"


def look(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE)
    return {
        "theme": theme if theme in THEMES else "system",
        "version": settings.VERSION,
        # Each in its own words, so that people find theirs.
        "languages": [get_language_info(code) for code, _ in settings.LANGUAGES],
    }
