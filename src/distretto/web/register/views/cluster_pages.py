"""What the pages of one cluster, and of its bodies, say of where they stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Body, Cluster
from distretto.web.register.views.frame import cluster_frame

Crumb = tuple[str, str]


def cluster_part(cluster: Cluster, part: str, *more: Crumb) -> dict[str, Any]:
    """A page of a cluster; `part` is the tab that is open."""
    found = cluster_frame(cluster)
    return found | {"part": part, "trail": [*found["trail"], *more]}


def programme_part(programme: Programme, *more: Crumb) -> dict[str, Any]:
    """A page of the whole programme that is no page of a cluster."""
    here = reverse("register:register", args=[programme.slug])
    trail = [(gettext("Register"), here), *more]
    return {"programme": programme, "here": "register", "trail": trail}


def body_part(body: Body, *, itself: bool = False) -> dict[str, Any]:
    """A page of a body, under its cluster or under the programme."""
    slug = body.programme.slug
    own: list[Crumb] = [
        (body.name, reverse("register:body", args=[slug, body.pk])),
    ]
    if body.cluster is None:
        above = (gettext("Bodies"), reverse("register:bodies", args=[slug]))
        found = programme_part(body.programme, above, *([] if itself else own))
    else:
        listed = reverse("register:cluster-bodies", args=[slug, body.cluster.pk])
        above = (gettext("Bodies"), listed)
        found = cluster_part(body.cluster, "bodies", above, *([] if itself else own))
    return found | {"body": body}


def form_page(
    request: HttpRequest, template: str, context: dict[str, Any], *forms: Any
) -> HttpResponse:
    """A page around forms; 422 where one was sent and is not right."""
    wrong = any(form.is_bound and not form.is_valid() for form in forms)
    path = f"register/{template}"
    return render(request, path, context, status=422 if wrong else 200)
