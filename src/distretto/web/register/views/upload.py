"""Files come in: taken as they arrive, then looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from distretto.errors import MethodError, RuleError
from distretto.web.accounts.models import Programme
from distretto.web.register import arriving, maps, policy
from distretto.web.register.forms.datasets import DatasetUploadForm
from distretto.web.register.forms.firm_lists import FirmListUploadForm
from distretto.web.register.forms.places import MapUploadForm
from distretto.web.register.rules import datasets as dataset_rules
from distretto.web.register.rules import firm_lists as list_rules
from distretto.web.register.taking_files import sent_with_files, takes_files
from distretto.web.register.views.frame import frame


@takes_files(policy.register_for)
def upload_dataset(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Give a table; its dry run comes next."""
    form = DatasetUploadForm(*sent_with_files(request))
    context: dict[str, Any] = {
        **frame(programme, "datasets"),
        "form": form,
        "limit_mb": arriving.limit_bytes() // arriving.MEBIBYTE,
    }
    if request.method == "POST" and form.is_valid():
        try:
            dataset = dataset_rules.upload_dataset(
                form.cleaned_data["file"], programme=programme, by=request.user
            )
        except RuleError as refusal:
            context["error"] = refusal
        else:
            return redirect("register:dataset", programme.slug, dataset.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "register/upload_dataset.html", context, status=status)


@takes_files(policy.register_for)
def upload_firm_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Give a list of firms; its dry run comes next."""
    form = FirmListUploadForm(
        *sent_with_files(request),
        programme=programme,
        initial={"cluster": request.GET.get("cluster", "")},
    )
    context: dict[str, Any] = {
        **frame(programme, "firm_lists"),
        "form": form,
        "limit_mb": arriving.limit_bytes() // arriving.MEBIBYTE,
    }
    if request.method == "POST" and form.is_valid():
        try:
            firm_list = list_rules.upload_firm_list(
                form.cleaned_data["file"],
                programme=programme,
                by=request.user,
                cluster=form.cluster_told(),
                update_of=form.update_of_told(),
            )
        except RuleError as refusal:
            context["error"] = refusal
        else:
            return redirect("register:firm-list", programme.slug, firm_list.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "register/upload_firm_list.html", context, status=status)


@takes_files(policy.register_for)
def upload_places(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Give a map of regions; its dry run comes next."""
    form = MapUploadForm(*sent_with_files(request))
    context: dict[str, Any] = {**frame(programme, "places"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            kept = maps.keep_map(form.cleaned_data["file"], programme)
        except MethodError as refusal:
            context["error"] = refusal
        else:
            return redirect("register:check-places", programme.slug, kept.token)
    status = 422 if request.method == "POST" else 200
    return render(request, "register/upload_places.html", context, status=status)
