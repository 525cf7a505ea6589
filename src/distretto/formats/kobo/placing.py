"""Which column of an export belongs to which question.

By the names of the form, with or without groups before them (“block_F/TEC1”,
“block_F-TEC1”), else by the label in any language. A question of several answers may
have a column for each (“TEC5/supplier”, “Where from?/Supplier”).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from distretto.formats.questionnaire.model import Questionnaire

# What the device or the server adds, by its name without groups, in small letters.
META = {
    "_uuid": "key",
    "meta/rootuuid": "root",
    "rootuuid": "root",
    "instanceid": "instance",
    "key": "instance",
    "parent_key": "parent_key",
    "_id": "number",
    "_index": "index",
    "_parent_index": "parent_index",
    "_submission__uuid": "submission",
    "_submission_time": "submitted",
    "submissiondate": "submitted",
    "__version__": "version",
    "_version_": "version",
    "formversion": "version",
    "start": "start",
    "end": "end",
    "_submitted_by": "user",
    "submittername": "user",
    "username": "user",
}
# Added too, and of no use to us; told as such, not as lost.
PASSED_OVER = frozenset(
    (
        *("today", "deviceid", "simserial", "subscriberid", "phonenumber", "audit"),
        *("_status", "_validation_status", "_notes", "_tags", "_attachments"),
        *("_geolocation", "_xform_id_string", "_bamboo_dataset_id", "uuid"),
        *("instancename", "deprecatedid", "submitterid", "attachmentspresent"),
        *(
            "attachmentsexpected",
            "status",
            "reviewstate",
            "edits",
            "_parent_table_name",
        ),
        *("_submission__id", "_submission__submission_time", "_submission__status"),
        *("_submission__validation_status", "_submission__notes", "_submission__tags"),
        *("_submission__submitted_by", "_submission___version__"),
    )
)
_PARTS = re.compile(
    r"^_?(?P<code>.+?)[_\-:]{1,2}"
    r"(?P<part>latitude|longitude|altitude|precision|accuracy)$",
    re.I,
)
_BLANKS = re.compile(r"\s+")
Ambiguous = object()


@dataclass(frozen=True)
class Place:
    """What a column holds.

    `kind` is “question”, “choice” (of a question of several answers), “position”
    (a part of one), “meta”, “passed over” or “unplaced”; `detail` is the answer, the
    part, the kind of meta, or why.
    """

    kind: str
    question: str = ""
    detail: str = ""


class Placer:
    """Finds the place of each heading, for one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questions = dict(questionnaire.by_code)
        self.folded = {code.casefold(): code for code in self.questions}
        self.labels: dict[str, object] = {}
        self.answers: dict[tuple[str, str], str] = {}
        for question in self.questions.values():
            for label in question.labels.values():
                _note(self.labels, plainly(label), question.code)
            for choice in questionnaire.offered(question):
                for word in (choice.name, *choice.labels.values()):
                    self.answers[question.code, plainly(word)] = choice.name

    def place(self, head: str) -> Place:
        """The place of a column by its heading."""
        return (
            self._by_name(head)
            or self._meta(head)
            or self._by_label(head)
            or Place("unplaced", detail=self._why(head))
        )

    def _by_name(self, head: str) -> Place | None:
        groups, _, last = head.rpartition("/")
        code = self._code(last)
        if code:
            return Place("question", code)
        # “TEC5/supplier”, or “TEC5-supplier” as some tools write it.
        for whole, answer in ((groups.rpartition("/")[2], last), _split_dash(head)):
            several = self._code(whole)
            if several and self.questions[several].kind == "multi":
                chosen = self.answers.get((several, plainly(answer)))
                if chosen:
                    return Place("choice", several, chosen)
        return None

    def _code(self, name: str) -> str | None:
        """The question of a name; ODK puts groups before it with a dash."""
        for each in (name, name.rpartition("-")[2]):
            if each in self.questions:
                return each
            if each.casefold() in self.folded:
                return self.folded[each.casefold()]
        return None

    def _meta(self, head: str) -> Place | None:
        name = head.strip().casefold()
        for each in (name, name.rpartition("/")[2], name.rpartition("-")[2]):
            if each in META:
                return Place("meta", detail=META[each])
            if each in PASSED_OVER or each.startswith("set-of-"):
                return Place("passed over")
        parts = _PARTS.match(head.rpartition("/")[2])
        if parts:
            label = self.labels.get(plainly(parts["code"]))
            code = self._code(parts["code"]) or label
            if isinstance(code, str) and self.questions[code].kind == "geopoint":
                return Place("position", code, parts["part"].lower())
        return None

    def _by_label(self, head: str) -> Place | None:
        """The whole heading, or what follows its groups; labels may have a “/”."""
        for text in _suffixes(head):
            code = self.labels.get(plainly(text))
            if isinstance(code, str):
                return Place("question", code)
            for label, answer in _cuts(text):
                several = self.labels.get(plainly(label))
                if isinstance(several, str):
                    chosen = self.answers.get((several, plainly(answer)))
                    if chosen and self.questions[several].kind == "multi":
                        return Place("choice", several, chosen)
        return None

    def _why(self, head: str) -> str:
        is_double = any(
            self.labels.get(plainly(text)) is Ambiguous for text in _suffixes(head)
        )
        return "several" if is_double else "unknown"


def _note(labels: dict[str, object], label: str, code: str) -> None:
    """Two questions with one label cannot be told apart by it."""
    if label and labels.setdefault(label, code) != code:
        labels[label] = Ambiguous


def plainly(text: str) -> str:
    """A heading or a label without doubled blanks, in small letters."""
    return _BLANKS.sub(" ", text).strip().casefold()


def _split_dash(head: str) -> tuple[str, str]:
    whole, _, answer = head.rpartition("-")
    return whole.rpartition("/")[2], answer


def _suffixes(head: str) -> Iterator[str]:
    parts = head.split("/")
    for begin in range(len(parts)):
        yield "/".join(parts[begin:])


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    parts = text.split("/")
    for cut in range(1, len(parts)):
        yield "/".join(parts[:cut]), "/".join(parts[cut:])
