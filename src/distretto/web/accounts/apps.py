from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "distretto.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from distretto.web.accounts.invitations import password_was_set

        password_reset.connect(password_was_set)
