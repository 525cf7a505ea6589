"""Answers collected by a form that pyxform converted, exported as Kobo exports them.

What is asked, of whom and within which bounds is read from pyxform's XForm alone and
held by lxml's XPath, so that nothing here rests on how this program writes a form.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter
from lxml import etree

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
BODY = "{http://www.w3.org/1999/xhtml}body"
PARTS = ("latitude", "longitude", "altitude", "precision")
FIRST_DAY = datetime(2026, 3, 2, 9)
# Share of questions that need no answer and get none.
BLANK = 0.08
Cells = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question of an XForm; `path` such as “/data/F/TEC1”, `repeat` its repeat."""

    path: str
    kind: str
    offered: tuple[str, ...]
    is_several: bool
    is_required: bool
    constraint: str
    relevant: tuple[str, ...]
    repeat: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def head(self) -> str:
        """The heading in an export with names and groups: “F/TEC1”."""
        return self.path.split("/", 2)[2]


@dataclass
class Sent:
    """One submission: answers by path, and those of repeats row by row."""

    uuid: str
    number: int
    begun: datetime
    minutes: int
    answers: Cells = field(default_factory=dict)
    repeats: dict[str, list[Cells]] = field(default_factory=dict)
    # The `_uuid` that Kobo gives an edited submission; its root keeps the first one.
    edited: str = ""

    @property
    def sent(self) -> datetime:
        return self.begun + timedelta(minutes=self.minutes + 30)


class XForm:
    """A converted form: its questions, groups, repeats, and its conditions."""

    def __init__(self, xform: str) -> None:
        self.tree = etree.fromstring(xform.encode())
        self.model = next(self.tree.iter(f"{XF}model"))
        self.binds = {
            each.get("nodeset"): each for each in self.model.iter(f"{XF}bind")
        }
        self.compiled: dict[str, Any] = {}
        root = next(self.model.iter(f"{XF}instance"))[0]
        self.version, self.title = root.get("version"), root.get("id")
        self.body = self.tree.find(BODY)
        self.repeats = {
            each.get("nodeset"): (each.get(f"{JR}count") or "").strip()
            for each in self.body.iter(f"{XF}repeat")
        }

    @cached_property
    def asked(self) -> list[Asked]:
        """The questions, in the order in which a phone asks them."""
        return [
            self._question(each)
            for each in self.body.iter(*(f"{XF}{tag}" for tag in _CONTROLS))
            if each.get("ref") in self.binds
        ]

    def _question(self, control: Any) -> Asked:
        path = control.get("ref")
        bind = self.binds[path]
        above = ["/".join(path.split("/")[:n]) for n in range(3, path.count("/") + 2)]
        told = (
            self.binds[each].get("relevant") for each in above if each in self.binds
        )
        inside = [each for each in self.repeats if path.startswith(f"{each}/")]
        return Asked(
            path=path,
            kind=bind.get("type") or "string",
            offered=tuple(self._offered(control)),
            is_several=control.tag == f"{XF}select",
            is_required=bind.get("required") == "true()",
            constraint=bind.get("constraint") or "",
            relevant=tuple(each for each in told if each),
            repeat=max(inside, key=len, default=""),
        )

    def _offered(self, control: Any) -> Iterator[str]:
        """The answers of a list, which stands in an instance of its own."""
        itemset = control.find(f"{XF}itemset")
        if itemset is None:
            return
        listed = re.match(r"instance\('([^']+)'\)", itemset.get("nodeset"))[1]
        for instance in self.model.iter(f"{XF}instance"):
            if instance.get("id") == listed:
                yield from (each.text for each in instance.iter(f"{XF}name"))

    def says(self, expression: str, node: Any) -> Any:
        """What an XPath expression of the form gives at a node."""
        if expression not in self.compiled:
            self.compiled[expression] = etree.XPath(expression, extensions=_FUNCTIONS)
        return self.compiled[expression](node)


_CONTROLS = ("input", "select1", "select")


def _words(_context: Any, nodes: Any) -> list[str]:
    return (nodes[0].text or "").split() if nodes else []


_FUNCTIONS = {
    (None, "selected"): lambda context, nodes, word: word in _words(context, nodes),
    (None, "count-selected"): lambda context, nodes: len(_words(context, nodes)),
}


# --- Answers -------------------------------------------------------------------------


def collect(
    form: XForm,
    count: int,
    *,
    seed: int,
    given: Mapping[str, Sequence[Any]] | None = None,
) -> list[Sent]:
    """So many submissions; `given` holds the answers to some questions by their name.

    One for each submission, “” for no answer; in repeats, `given` is drawn from.
    """
    chance = random.Random(seed)
    return [_interview(form, number, chance, given or {}) for number in range(count)]


def _interview(
    form: XForm, number: int, chance: random.Random, given: Mapping[str, Sequence[Any]]
) -> Sent:
    found = Sent(
        uuid=str(_uuid(chance)),
        number=number + 1,
        begun=FIRST_DAY + timedelta(hours=number % 9, days=number // 9 % 60),
        minutes=chance.randint(25, 70),
    )
    data = etree.Element("data")
    for asked in form.asked:
        if asked.repeat:
            continue
        node = _node(data, asked.path)
        told = given.get(asked.name)
        _answer(form, asked, node, chance, told[number] if told else None)
        found.answers[asked.path] = node.text
    for repeat, times in form.repeats.items():
        told = form.says(f"string({times})", data)
        found.repeats[repeat] = [
            _row(form, repeat, data, chance, given) for _ in range(int(told or 0))
        ]
    return found


def _uuid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _node(data: Any, path: str) -> Any:
    node = data
    for name in path.split("/")[2:]:
        inner = node.find(name)
        node = etree.SubElement(node, name) if inner is None else inner
    return node


def _row(
    form: XForm,
    repeat: str,
    data: Any,
    chance: random.Random,
    given: Mapping[str, Sequence[Any]],
) -> Cells:
    around = etree.SubElement(_node(data, repeat.rpartition("/")[0]), "row")
    cells = {}
    for asked in form.asked:
        if asked.repeat == repeat:
            node = etree.SubElement(around, asked.name)
            told = given.get(asked.name)
            _answer(form, asked, node, chance, chance.choice(told) if told else None)
            cells[asked.path] = node.text
    return cells


def _answer(
    form: XForm, asked: Asked, node: Any, chance: random.Random, told: Any
) -> None:
    """Answer a question that applies, by what its constraint allows."""
    if told == "" or not all(form.says(each, node) for each in asked.relevant):
        return
    if told is None and not asked.is_required and chance.random() < BLANK:
        return
    for attempt in range(40):
        node.text = told or _drawn(asked, chance, attempt)
        if not asked.constraint or form.says(asked.constraint, node):
            return
    node.text = None


def _drawn(asked: Asked, chance: random.Random, attempt: int) -> str:
    if asked.is_several:
        several = chance.sample(asked.offered, min(len(asked.offered), 3))
        return " ".join(several[: chance.randint(1, len(several))])
    if asked.offered:
        return chance.choice(asked.offered)
    if asked.kind in ("int", "decimal"):
        return _number(asked, chance, attempt)
    if asked.kind == "date":
        return str(date(2026, 3, 2) + timedelta(days=chance.randrange(60)))
    if asked.kind == "geopoint":
        place = chance.uniform(11, 13), chance.uniform(7, 9)
        return f"{place[0]:.6f} {place[1]:.6f} {chance.randrange(400, 600)} 5"
    return f"Wort, “{asked.name}” {chance.randrange(1000)}"


def _number(asked: Asked, chance: random.Random, attempt: int) -> str:
    """Within the bounds; smaller each time that another answer bounds it too."""
    least = re.search(r"\. >= (-?\d+)", asked.constraint)
    most = re.search(r"\. <= (-?\d+)", asked.constraint)
    low = max(int(least[1]), -1000) if least else 0
    high = min(int(most[1]), max(1000, 2 * low)) if most else 1000
    number = chance.uniform(low, low + (high - low) / 2 ** (attempt / 2))
    return str(round(number)) if asked.kind == "int" else f"{number:.1f}"


# --- The export ----------------------------------------------------------------------


def heads_of(form: XForm, repeat: str = "", *, split_only: bool = False) -> list[str]:
    """Headings by name with groups; several answers in one column and in many."""
    heads = []
    for asked in form.asked:
        if asked.repeat != repeat:
            continue
        if not (asked.is_several and split_only):
            heads.append(asked.head)
        if asked.is_several:
            heads += [f"{asked.head}/{each}" for each in asked.offered]
        if asked.kind == "geopoint":
            heads += [f"_{asked.head}_{part}" for part in PARTS]
    return heads


def _cells(
    form: XForm, answers: Cells, repeat: str = "", *, split_only: bool = False
) -> list[Any]:
    cells: list[Any] = []
    for asked in form.asked:
        if asked.repeat != repeat:
            continue
        told = answers.get(asked.path)
        if not (asked.is_several and split_only):
            cells.append(_cell(asked, told))
        if asked.is_several:
            chosen = None if told is None else told.split()
            cells += [
                None if chosen is None else int(each in chosen)
                for each in asked.offered
            ]
        if asked.kind == "geopoint":
            parts = told.split() if told else [None] * len(PARTS)
            cells += [None if part is None else float(part) for part in parts]
    return cells


def _cell(asked: Asked, told: str | None) -> Any:
    """As Kobo types the cells of a workbook: numbers and days are such."""
    if told is None:
        return None
    if asked.kind in ("int", "decimal"):
        return float(told)
    return date.fromisoformat(told) if asked.kind == "date" else told


FILLED_IN = ["start", "end", "today", "deviceid"]
ADDED = [
    *("__version__", "_id", "_uuid", "_submission_time", "_validation_status"),
    *("_notes", "_status", "_submitted_by", "_tags", "meta/rootUuid", "_index"),
]
ADDED_TO_ROWS = [
    *("_index", "_parent_table_name", "_parent_index", "_submission__id"),
    *("_submission__uuid", "_submission__submission_time"),
    *("_submission__validation_status", "_submission__notes", "_submission__status"),
    *("_submission__submitted_by", "_submission___version__", "_submission__tags"),
]


def export_sheets(
    form: XForm, sent: Sequence[Sent], *, split_only: bool = False
) -> dict[str, list[list[Any]]]:
    """The sheets of an export, headings first: responses, then each repeat.

    With `split_only`, several answers stand in columns of 0 and 1 alone.
    """
    way = {"split_only": split_only}
    heads = [*FILLED_IN, *heads_of(form, **way), *ADDED]
    lines = [
        _line(form, each, index, _cells(form, each.answers, **way))
        for index, each in enumerate(sent, start=1)
    ]
    sheets = {form.title: [heads, *lines]}
    for repeat in form.repeats:
        rows = [
            [
                *_cells(form, row, repeat, **way),
                *(place, *_of_submission(form, each, index)),
            ]
            for place, (index, each, row) in enumerate(_rows(sent, repeat), start=1)
        ]
        heads = [*heads_of(form, repeat, **way), *ADDED_TO_ROWS]
        sheets[repeat.rpartition("/")[2]] = [heads, *rows]
    return sheets


def _line(form: XForm, each: Sent, index: int, cells: list[Any]) -> list[Any]:
    end = each.begun + timedelta(minutes=each.minutes)
    return [
        *(each.begun, end, each.begun.date(), "collect:tablet-7"),
        *cells,
        *(form.version, 9000 + each.number, each.edited or each.uuid, each.sent, None),
        *(None, "submitted_via_web", "boris", None, f"uuid:{each.uuid}", index),
    ]


def _rows(sent: Sequence[Sent], repeat: str) -> Iterator[tuple[int, Sent, Cells]]:
    for index, each in enumerate(sent, start=1):
        yield from ((index, each, row) for row in each.repeats.get(repeat, ()))


def _of_submission(form: XForm, each: Sent, index: int) -> list[Any]:
    return [
        *(form.title, index, 9000 + each.number, each.edited or each.uuid, each.sent),
        *(None, None, "submitted_via_web", "boris", form.version, None),
    ]


def write_export(
    path: Path, form: XForm, sent: Sequence[Sent], *, split_only: bool = False
) -> Path:
    """The export as a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        formats = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheets = export_sheets(form, sent, split_only=split_only)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(place, column, cell, formats.get(type(cell)))
    return path
