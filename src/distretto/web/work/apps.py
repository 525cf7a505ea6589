from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "distretto.web.work"
    label = "work"
