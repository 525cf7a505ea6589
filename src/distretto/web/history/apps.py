from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HistoryConfig(AppConfig):
    name = "distretto.web.history"
    label = "history"

    def ready(self) -> None:
        from simple_history.signals import post_create_historical_record

        from distretto.web.history.rules import note_version

        post_create_historical_record.connect(note_version)
        # Each app lists the titles of its deeds in `deeds.py`.
        autodiscover_modules("deeds")
