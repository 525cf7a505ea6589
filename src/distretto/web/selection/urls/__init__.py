"""Addresses of step 1: rounds, cluster maps, and localisation with a list of each."""

from django.urls import URLPattern

from distretto.web.selection.urls import localisation, maps, rounds

app_name = "selection"

urlpatterns: list[URLPattern] = [
    *rounds.urlpatterns,
    *maps.urlpatterns,
    *localisation.urlpatterns,
]
