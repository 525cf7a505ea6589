"""Addresses of the diagnosis of clusters and of their waves."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import home

urlpatterns: list[URLPattern] = [
    path("", home.clusters, name="clusters"),
    path("clusters/<uuid:pk>/", home.home, name="home"),
    path("clusters/<uuid:pk>/waves/add/", home.add_wave, name="add-wave"),
    path("waves/<uuid:pk>/edit/", home.edit_wave, name="edit-wave"),
    path("waves/<uuid:pk>/retire/", home.retire_wave, name="retire-wave"),
]
