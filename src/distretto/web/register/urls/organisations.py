"""Addresses of firms, institutions and people, and of lists of firms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
