"""Step 2 as an app."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "distretto.web.diagnosis"
    label = "diagnosis"

    def ready(self) -> None:
        # The worker finds a job by its name, a study its parts by their keys, once
        # their modules are loaded.
        from distretto.web.diagnosis import (  # noqa: F401
            linkage_baseline,
            linkage_parts,
            linkage_wish_parts,
            study_files,
            survey_baseline,
            survey_parts,
        )
        from distretto.web.diagnosis.rules import answer_files  # noqa: F401
