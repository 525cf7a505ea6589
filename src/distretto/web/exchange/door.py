"""The JSON interface itself: who comes in, how refusals look, what OpenAPI says."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as RecordError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer, django_auth

from distretto import __version__
from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.web.accounts import policy
from distretto.web.ui import busy
from distretto.web.ui.templatetags.ui import explain

FORBIDDEN = gettext_noop("Your role in the programme does not allow this.")
NOT_FOUND = gettext_noop("There is nothing here, or nothing that you may see.")
NOT_SIGNED_IN = gettext_noop(
    "Sign in, or send a token in the header “Authorization: Bearer TOKEN”. "
    "You make one on your own page."
)


class Problem(Schema):
    """What went wrong: a stable code, a sentence, and the figures in it."""

    code: str
    message: str
    params: dict[str, Any]


class Refusal(Schema):
    """The one shape of every error."""

    error: Problem


class Token(HttpBearer):
    """A token made on the person's page; the interface then acts in their name."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        user = policy.user_of_token(token)
        if user is not None:
            request.user = user
        return user


class Door(NinjaAPI):
    """The interface, whose every operation says what a refusal looks like."""

    def get_openapi_schema(self, **options: Any) -> Any:
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Refusal"] = Refusal.json_schema()
        answer = {
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}
            }
        }
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, meaning in _REFUSALS.items():
                    operation["responses"].setdefault(
                        status, {"description": meaning, **answer}
                    )
        return document


_REFUSALS = {
    "400": "The request cannot be understood.",
    "401": "Nobody is signed in.",
    "403": "The role does not allow this.",
    "404": "There is nothing here, or nothing the person may see.",
    "409": "The method refuses this.",
    "422": "A field is missing or wrong.",
    "503": "Something large is being written; try again in a minute.",
}

api = Door(
    title="Distretto",
    version=__version__,
    description="What the pages show, as JSON. Unknown figures are null, never zero.",
    auth=[Token(), django_auth],
    urls_namespace="exchange",
    docs_url="docs",
    openapi_url="openapi.json",
)


def refused(
    request: HttpRequest, status: int, code: str, message: str, **params: Any
) -> HttpResponse:
    """An error in its one shape."""
    body = {"error": {"code": code, "message": message, "params": params}}
    return api.create_response(request, body, status=status)


@api.exception_handler(MethodError)
def on_method_error(request: HttpRequest, error: MethodError) -> HttpResponse:
    status = 409 if isinstance(error, RuleError) else 422
    params = {name: str(value) for name, value in error.params.items()}
    return refused(request, status, error.code, str(explain(error)), **params)


@api.exception_handler(OperationalError)
def on_busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Somebody else is writing for long; anything else is a fault, and stays one."""
    if not busy.is_busy(error):
        raise error
    answer = refused(request, 503, "busy", str(busy.SENTENCE))
    answer["Retry-After"] = str(busy.AGAIN_IN)
    return answer


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(request, 404, "not_found", gettext(NOT_FOUND))


@api.exception_handler(PermissionDenied)
def on_forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return refused(request, 403, "forbidden", gettext(FORBIDDEN))


@api.exception_handler(AuthenticationError)
def on_nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refused(request, 401, "not_signed_in", gettext(NOT_SIGNED_IN))


@api.exception_handler(ValidationError)
def on_wrong_field(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    return refused(request, 422, "wrong_field", f"{field}: {first['msg']}", field=field)


@api.exception_handler(RecordError)
def on_wrong_record(request: HttpRequest, error: RecordError) -> HttpResponse:
    """A record that the model refuses: its own sentence, and the field's name."""
    messages = getattr(error, "message_dict", {"": error.messages})
    field, sentences = next(iter(messages.items()))
    name = "" if field == NON_FIELD_ERRORS else field
    message = f"{name}: {sentences[0]}" if name else sentences[0]
    return refused(request, 422, "wrong_record", message, field=name)
