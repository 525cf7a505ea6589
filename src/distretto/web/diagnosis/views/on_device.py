"""Interviews on a device that has no connection: their page, and who shows it then."""

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from distretto.web.diagnosis.policy import surveys as policy

WORKER = "diagnosis/js/interviews-worker.js"


@login_required
@require_safe
def on_device(request: HttpRequest, programme: str) -> HttpResponse:
    """The interviews that are on this device; the device alone knows which."""
    found = policy.programme_for(request.user, programme, to="edit")
    there = reverse("diagnosis:clusters", args=[found.slug])
    context: dict[str, Any] = {
        "programme": found,
        "here": "diagnosis",
        "trail": [(gettext("Diagnosis"), there)],
    }
    # What is said once is not for a page that is shown later, perhaps often.
    context |= {"messages": ()} if "ahead" in request.GET else {}
    return render(request, "diagnosis/on_device.html", context)


@require_safe
def interview_worker(request: HttpRequest, programme: str) -> FileResponse:
    """The script that shows kept pages; it may do so at every address of the site."""
    script = Path(str(finders.find(WORKER)))
    answer = FileResponse(script.open("rb"), content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    return answer
