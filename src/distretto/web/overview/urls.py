"""Addresses of the pages that read across the steps."""

from django.urls import URLPattern, path

from distretto.web.overview import history_urls, views

app_name = "overview"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("p/<slug:programme>/", views.programme, name="programme"),
    *history_urls.urlpatterns,
]
