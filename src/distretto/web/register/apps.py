from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "distretto.web.register"
    label = "register"

    def ready(self) -> None:
        # The worker finds a job by its name once its module is loaded.
        from distretto.web.register.rules import (  # noqa: F401
            datasets,
            firm_lists,
            likenesses,
        )
