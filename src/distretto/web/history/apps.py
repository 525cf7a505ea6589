from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "distretto.web.history"
    label = "history"

    def ready(self) -> None:
        from simple_history.signals import post_create_historical_record

        from distretto.web.history.rules import note_version

        post_create_historical_record.connect(note_version)
