from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "distretto.web.exchange"
    label = "exchange"
