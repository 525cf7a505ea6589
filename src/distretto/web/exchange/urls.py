"""The JSON interface: `/api/`, its description `/api/openapi.json`, `/api/docs`."""

from django.urls import path

from distretto.web.exchange import register  # noqa: F401  (it adds routes)
from distretto.web.exchange.door import api

urlpatterns = [path("", api.urls)]
