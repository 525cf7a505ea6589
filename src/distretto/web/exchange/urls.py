"""The JSON interface: `/api/`, its description `/api/openapi.json`, `/api/docs`."""

from django.urls import path

from distretto.web.exchange import register, selection  # noqa: F401  (they add routes)
from distretto.web.exchange.door import api

urlpatterns = [path("", api.urls)]
