"""Addresses of work in the background."""

from django.urls import URLPattern, path

from distretto.web.work import views

app_name = "work"

urlpatterns: list[URLPattern] = [
    path("", views.runs, name="runs"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/cancel/", views.cancel_run, name="cancel-run"),
]
