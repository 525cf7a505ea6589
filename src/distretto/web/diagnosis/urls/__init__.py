"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home, linkages, studies, tables

app_name = "diagnosis"

urlpatterns = [
    *home.urlpatterns,
    *linkages.urlpatterns,
    *studies.urlpatterns,
    *tables.urlpatterns,
]
