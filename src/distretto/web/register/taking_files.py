"""Pages that take files from the stream as they arrive.

The sign-in and the role are checked before the first byte is kept. Reading the form
for its token would take the file with the usual handlers, and so that check comes
after ours are in place.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from distretto.web.register.arriving import ArrivingUpload

Page = Callable[..., HttpResponse]


def takes_files(
    loader: Callable[..., Any], methods: tuple[str, ...] = ("GET", "HEAD", "POST")
) -> Callable[[Page], Page]:
    """A page of what `loader`, of a policy, finds for whoever may edit it."""

    def decorate(page: Page) -> Page:
        @csrf_exempt
        @login_required
        @require_http_methods(list(methods))
        @wraps(page)
        def view(request: HttpRequest, programme: str, **named: Any) -> HttpResponse:
            found = loader(request.user, programme, **named, to="edit")
            request.upload_handlers = [ArrivingUpload(request)]
            answer: HttpResponse = csrf_protect(page)(request, found)
            return answer

        return view

    return decorate


def sent_with_files(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, if anything was: a form without its file is wrong, not new."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
