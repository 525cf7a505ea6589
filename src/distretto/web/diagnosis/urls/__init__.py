"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home, studies, tables

app_name = "diagnosis"

urlpatterns = [
    *home.urlpatterns,
    *studies.urlpatterns,
    *tables.urlpatterns,
]
