"""Days of what was done: none of them is still to come."""

from datetime import date

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop


def check_has_come(day: date | None) -> None:
    """Refuse a day after today; an unknown one is none.

    Raises
    ------
    RuleError
        The day is still to come.
    """
    if day is not None and day > timezone.localdate():
        raise RuleError(
            "day_to_come",
            gettext_noop(
                "%(day)s is still to come. Give the day on which it was, today at the "
                "latest."
            ),
            day=day.isoformat(),
        )
