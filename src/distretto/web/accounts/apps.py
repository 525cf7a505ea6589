from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "distretto.web.accounts"
    label = "accounts"
