"""Forms that a script of ours sends: told where to go on, and taken once.

A script can follow a redirect, not read it: then the page that it leads to is answered
twice, and what is said there once, as that the changes are saved, is said to nobody.
And where the answer is lost on its way, the script sends the form again, which must not
be taken a second time.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The script's name for what it sends: the same where it sends the same again.
SENT = "Distretto-Sent"
GO_ON = "Distretto-Go-On"
KEPT = "sent_forms"
MOST_KEPT = 20


def sent_forms(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a form that was taken with the address to go on to."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = request.headers.get(SENT, "")
        # Who is not signed in any more is led to the page of signing in, by a redirect.
        if not name or not request.user.is_authenticated:
            return get_response(request)
        taken: dict[str, str] = request.session.get(KEPT, {})
        if name in taken:
            return _go_on(HttpResponse(), taken[name])
        response = get_response(request)
        if response.status_code != 302:
            return response
        newest = [*taken.items(), (name, response["Location"])][-MOST_KEPT:]
        request.session[KEPT] = dict(newest)
        return _go_on(response, response["Location"])

    return answer


def _go_on(response: HttpResponse, address: str) -> HttpResponse:
    del response["Location"]
    response[GO_ON] = address
    response.status_code = 200
    return response
