from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "distretto.web.selection"
    label = "selection"
