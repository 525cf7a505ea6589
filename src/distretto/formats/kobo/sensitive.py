"""Which columns of an export hold answers that are never shown for a firm."""

import re

from distretto.formats.kobo.placing import Placer, plainly
from distretto.formats.questionnaire.model import Questionnaire

# What stands in the place of such an answer.
HIDDEN = "…"


class SensitiveColumns:
    """Knows the columns of sensitive questions by their headings.

    A column that has its place, by name or label, is one of its question. Of others
    it is enough that the heading has such a name or label in it: “COO3_other”,
    “COO3/refused”, or a label that two questions share. Of several questionnaires, as
    a survey asked by one after the other, any may say so.
    """

    def __init__(self, *questionnaires: Questionnaire) -> None:
        self.each = [_ColumnsOf(each) for each in questionnaires]
        self.codes = frozenset[str]().union(*(each.codes for each in self.each))

    def __contains__(self, head: str) -> bool:
        return any(head in each for each in self.each)


class _ColumnsOf:
    """The same of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        asked = [each for each in questionnaire.by_code.values() if each.is_sensitive]
        self.codes = {each.code for each in asked}
        self.placer = Placer(questionnaire)
        words = {
            *self.codes,
            *(text for each in asked for text in each.labels.values()),
        }
        known = "|".join(re.escape(word) for each in words if (word := plainly(each)))
        # A “_” parts names, too: “COO3_other”.
        self.within = (
            re.compile(rf"(?<![^\W_])(?:{known})(?![^\W_])") if known else None
        )

    def __contains__(self, head: str) -> bool:
        question = self.placer.place(head).question
        if question:
            return question in self.codes
        return bool(self.within and self.within.search(plainly(head)))
