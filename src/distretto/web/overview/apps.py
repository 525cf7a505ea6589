from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "distretto.web.overview"
    label = "overview"
