"""Addresses of step 2."""

from distretto.web.diagnosis.urls import (
    answers,
    home,
    interviews,
    linkages,
    questionnaires,
    studies,
    surveys,
    tables,
)

app_name = "diagnosis"

urlpatterns = [
    *home.urlpatterns,
    *questionnaires.urlpatterns,
    *surveys.urlpatterns,
    *answers.urlpatterns,
    *interviews.urlpatterns,
    *linkages.urlpatterns,
    *studies.urlpatterns,
    *tables.urlpatterns,
]
