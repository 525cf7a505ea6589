"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home, linkages

app_name = "diagnosis"

urlpatterns = [
    *home.urlpatterns,
    *linkages.urlpatterns,
]
