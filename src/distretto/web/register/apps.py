from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "distretto.web.register"
    label = "register"
