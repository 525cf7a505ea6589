from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "distretto.web.ui"
    label = "ui"
