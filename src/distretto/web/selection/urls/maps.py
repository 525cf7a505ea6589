"""Addresses of cluster maps."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
