from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "distretto.web.selection"
    label = "selection"

    def ready(self) -> None:
        # The worker finds the job by its name once its module is loaded.
        from distretto.web.selection.rules import localisation  # noqa: F401
