"""The language that a signed-in person prefers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def preferred_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language of the person's own page.

    What was chosen with the switch in this browser (its cookie) goes before.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        has_chosen = bool(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        # Asked only of those who are signed in: for others it would cost a query.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and not has_chosen and request.user.is_authenticated:
            language = request.user.language
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return get_response(request)

    return answer
