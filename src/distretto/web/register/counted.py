"""Shares of a few people or meetings, of whom something may not be known.

Six of ten members are men, three are women, and of one nobody has said it: then women
are three or four of ten. Such a share has two ends, and it is said to be enough, or not
to be, only where both ends agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Verdict = Literal["met", "missed", "open"]


@dataclass(frozen=True)
class Counted:
    """How many of `of` are so (`yes`), and of how many it is not known."""

    yes: int
    unknown: int
    of: int

    @classmethod
    def over(cls, answers: Iterable[bool | None]) -> "Counted":
        """Count answers: yes, no, or None where it is not known."""
        listed = list(answers)
        return cls(
            yes=sum(each is True for each in listed),
            unknown=sum(each is None for each in listed),
            of=len(listed),
        )

    @property
    def least(self) -> float | None:
        """The share if it is so of none of the unknown; None of nobody."""
        return self.yes / self.of if self.of else None

    @property
    def most(self) -> float | None:
        """The share if it is so of all of the unknown; None of nobody."""
        return self.most_count / self.of if self.of else None

    @property
    def most_count(self) -> int:
        """How many they are if all of the unknown are so."""
        return self.yes + self.unknown

    @property
    def is_known(self) -> bool:
        """Whether the share is one number."""
        return self.of > 0 and not self.unknown

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all is known."""
        return self.unknown == self.of

    def against(self, target: Decimal | None) -> Verdict | None:
        """Whether it reaches a target; None where none is set or there is nobody.

        Counted in whole persons: three of ten reach 0.3 exactly.
        """
        if target is None or not self.of:
            return None
        if self.yes >= target * self.of:
            return "met"
        if self.most_count < target * self.of:
            return "missed"
        return "open"
