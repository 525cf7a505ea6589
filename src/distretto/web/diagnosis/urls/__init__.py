"""Addresses of step 2."""

from distretto.web.diagnosis.urls import (
    answers,
    home,
    interviews,
    questionnaires,
    studies,
    surveys,
)

app_name = "diagnosis"

urlpatterns = [
    *home.urlpatterns,
    *questionnaires.urlpatterns,
    *surveys.urlpatterns,
    *answers.urlpatterns,
    *interviews.urlpatterns,
    *studies.urlpatterns,
]
