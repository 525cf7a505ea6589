"""What people find by words, however they write them and in whatever script."""

from typing import Any

from django.db import models

from distretto.analysis.register.folding import folded


class Findable(models.Model):
    """Found by its words without regard to case, accents and script, on every database.

    SQLite's LIKE folds plain Latin letters only, so folded words are kept beside.
    They follow the record, whoever saves it; `follow` sets them where records are
    made in bulk.
    """

    words = models.CharField(max_length=600, blank=True, editable=False)
    FOLLOWING: tuple[str, ...] = ("words",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.follow()
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, *self.FOLLOWING}
        super().save(*args, **options)

    def spoken(self) -> str:
        """The words that it is found by."""
        raise NotImplementedError

    def follow(self) -> None:
        """Set what follows from the other fields."""
        self.words = folded(self.spoken())[:600]
