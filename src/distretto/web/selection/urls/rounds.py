"""Addresses of selection rounds, from nomination to announcement."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
