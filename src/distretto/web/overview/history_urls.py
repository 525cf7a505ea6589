"""Addresses of the history; part of those of `overview`."""

from django.urls import URLPattern, path

from distretto.web.overview import history_views as views

HISTORY = "p/<slug:programme>/history/"

urlpatterns: list[URLPattern] = [
    path(HISTORY, views.history, name="history"),
    path(f"{HISTORY}<uuid:pk>/", views.deed, name="deed"),
    path(f"{HISTORY}<uuid:pk>/undo/", views.undo_deed, name="undo-deed"),
    path(
        f"{HISTORY}of/<str:label>/<uuid:pk>/",
        views.record_history,
        name="record-history",
    ),
]
