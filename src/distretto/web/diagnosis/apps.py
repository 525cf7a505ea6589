"""Step 2 as an app."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "distretto.web.diagnosis"
    label = "diagnosis"
