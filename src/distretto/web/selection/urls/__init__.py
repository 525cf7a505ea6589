"""Addresses of step 1. Rounds and cluster maps each keep their own list."""

from django.urls import URLPattern

from distretto.web.selection.urls import maps, rounds

app_name = "selection"

urlpatterns: list[URLPattern] = [*rounds.urlpatterns, *maps.urlpatterns]
