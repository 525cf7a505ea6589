"""Addresses of lists of firms on their way in."""

from django.urls import URLPattern, path

from distretto.web.register.views import firm_lists, upload

ONE = "lists/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("lists/", firm_lists.firm_lists, name="firm-lists"),
    path("lists/upload/", upload.upload_firm_list, name="upload-firm-list"),
    path(ONE, firm_lists.firm_list, name="firm-list"),
    path(f"{ONE}read/", firm_lists.read_firm_list, name="read-firm-list"),
    path(f"{ONE}accept/", firm_lists.accept_firm_list, name="accept-firm-list"),
    path(f"{ONE}retire/", firm_lists.retire_firm_list, name="retire-firm-list"),
    path(f"{ONE}file/", firm_lists.firm_list_file, name="firm-list-file"),
    path(
        f"{ONE}problems.csv",
        firm_lists.firm_list_problems_csv,
        name="firm-list-problems-csv",
    ),
]
