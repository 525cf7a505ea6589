"""Addresses of the industries that stand close together."""

from django.urls import URLPattern, path

from distretto.web.selection.views import localisation as views

urlpatterns: list[URLPattern] = [
    path("maps/close/", views.localisation, name="localisation"),
    path("maps/close/measure/", views.measure, name="measure-localisation"),
    path("maps/close/<uuid:pk>/", views.localised, name="localised"),
    path(
        "maps/close/<uuid:pk>/pictures/", views.pictures_page, name="localised-pictures"
    ),
    path(
        "maps/close/<uuid:pk>/download/<slug:kind>/",
        views.download,
        name="download-localised",
    ),
]
