"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home

app_name = "diagnosis"

urlpatterns = [*home.urlpatterns]
