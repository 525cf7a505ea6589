"""Addresses of step 2."""

from distretto.web.diagnosis.urls import home, questionnaires

app_name = "diagnosis"

urlpatterns = [*home.urlpatterns, *questionnaires.urlpatterns]
