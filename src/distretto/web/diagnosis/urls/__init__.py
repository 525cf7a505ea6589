"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home, tables

app_name = "diagnosis"

urlpatterns = [*home.urlpatterns, *tables.urlpatterns]
