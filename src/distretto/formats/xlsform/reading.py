"""An XLSForm workbook as a questionnaire: ours again, or anybody's."""

import math
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from distretto.errors import FormatError, gettext_noop
from distretto.formats.archives import DEFAULT_LIMITS, check_file_size, check_zip
from distretto.formats.problems import Problem
from distretto.formats.questionnaire.expressions import bounds_in
from distretto.formats.questionnaire.model import (
    KINDS as OUR_KINDS,
)
from distretto.formats.questionnaire.model import (
    YES_NO,
    Block,
    Choice,
    Question,
    Questionnaire,
)
from distretto.formats.questionnaire.translating import with_words
from distretto.formats.workbooks import open_workbook
from distretto.formats.xlsform.columns import (
    KINDS,
    META,
    base_and_language,
    language_code,
)
from distretto.formats.xlsform.writing import ALONE

Cells = dict[str, Any]
_TRUE = {"yes", "true", "true()", "1"}
_TOP = "form"


@dataclass(frozen=True)
class ReadForm:
    """A form as it was understood, with what could not be taken over."""

    questionnaire: Questionnaire
    problems: tuple[Problem, ...] = ()


@dataclass
class _Draft:
    """Blocks as they open and close, down the sheet."""

    language: str
    blocks: dict[str, Block] = field(default_factory=dict)
    questions: dict[str, list[Question]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    languages: dict[str, None] = field(default_factory=dict)

    def begin(self, block: Block) -> None:
        outer = self.open[-1] if self.open else ""
        self.blocks[block.code] = replace(block, inside=outer)
        self.open.append(block.code)

    def add(self, question: Question) -> None:
        if not self.open and _TOP not in self.blocks:
            self.blocks[_TOP] = Block(_TOP, {})
        here = self.open[-1] if self.open else _TOP
        self.questions.setdefault(here, []).append(question)

    def note(self, code: str, template: str, row: int, **gaps: object) -> None:
        self.problems.append(
            Problem(code, template, gaps, "survey", row, severity="warning")
        )

    def finished(self) -> tuple[Block, ...]:
        return tuple(
            replace(block, questions=tuple(self.questions.get(code, ())))
            for code, block in self.blocks.items()
        )


def read_xlsform(path: str | Path, known: Questionnaire | None = None) -> ReadForm:
    """Read a form, whoever made it.

    Parameters
    ----------
    path : an .xlsx workbook with the sheets survey and choices
    known : a questionnaire that the form came from
        Its questions that are not in the form are kept as retired, so that answers to
        them stay; indicators, rules and units come from it.

    Raises
    ------
    FormatError
        There is no sheet “survey”, or a group is opened and never closed.
    """
    path = Path(path)
    sheets = _sheets(path)
    settings = next(_rows(sheets.get("settings", []), "en"), (0, {}))[1]
    default = language_code(str(settings.get("default_language") or ""), "en")
    draft = _Draft(default)
    for row, cells in _rows(sheets["survey"], default):
        _take(draft, row, cells)
    if draft.open:
        raise FormatError(
            "group_not_closed",
            gettext_noop(
                "“%(file)s”: the group or repeat “%(group)s” is opened and never "
                "closed. Add its “end” row."
            ),
            file=path.name,
            group=draft.open[-1],
        )
    choices = _choices(sheets.get("choices", []), draft)
    languages = tuple(dict.fromkeys((default, *draft.languages)))
    read = Questionnaire(
        code=_text(settings, "form_id") or path.stem,
        version=_text(settings, "version") or "1",
        titles={default: _text(settings, "form_title") or path.stem},
        languages=languages,
        blocks=draft.finished(),
        choices=choices,
    )
    return ReadForm(with_known(read, known) if known else read, tuple(draft.problems))


def _sheets(path: Path) -> Mapping[str, list[list[Any]]]:
    if not path.is_file():
        raise FormatError(
            "no_file",
            gettext_noop("There is no file “%(file)s”. Check its name and folder."),
            file=str(path),
        )
    check_file_size(path, DEFAULT_LIMITS)
    if zipfile.is_zipfile(path):
        check_zip(path, DEFAULT_LIMITS)
    with open_workbook(path, DEFAULT_LIMITS) as book:
        found = {
            name.strip().lower(): book.rows(name)
            for name in book.names
            if name.strip().lower() in ("survey", "choices", "settings")
        }
        if "survey" in found:
            return found
        raise FormatError(
            "no_survey_sheet",
            gettext_noop(
                "“%(file)s” has no sheet “survey”, so it is no XLSForm. Its sheets "
                "are: %(sheets)s."
            ),
            file=path.name,
            sheets=", ".join(f"“{name}”" for name in book.names),
        )


def _rows(sheet: list[list[Any]], default: str) -> Iterator[tuple[int, Cells]]:
    """Each filled row: its number, and its cells; texts by language are mappings."""
    if not sheet:
        return
    heads = [base_and_language(str(head), default) for head in sheet[0]]
    translated = {
        base for base, _ in heads if base in ("label", "hint", "constraint_message")
    }
    for number, row in enumerate(sheet[1:], start=2):
        cells: Cells = {base: {} for base in translated}
        for (base, language), cell in zip(heads, row, strict=False):
            text = _cell(cell)
            if base in translated:
                if text:
                    cells[base][language] = text
            elif base and text:
                cells[base] = text
        if any(cells.values()):
            yield number, cells


def _cell(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _text(cells: Cells, *names: str) -> str:
    return next((str(cells[name]) for name in names if cells.get(name)), "")


def _take(draft: _Draft, row: int, cells: Cells) -> None:
    """One row of the sheet: a group, its end, or a question."""
    kind, _, rest = (
        _text(cells, "type")
        .replace("select one", "select_one")
        .replace("select multiple", "select_multiple")
        .partition(" ")
    )
    kind = kind.lower()
    if kind in ("begin", "end") and rest:
        first, _, rest = rest.partition(" ")
        kind = f"{kind}_{first.lower()}"
    draft.languages.update(dict.fromkeys(cells.get("label", {})))
    if kind in META or not kind:
        return
    if kind in ("begin_group", "begin_repeat"):
        draft.begin(_block(row, kind, cells))
    elif kind in ("end_group", "end_repeat"):
        if draft.open:
            draft.open.pop()
    else:
        _take_question(draft, row, kind, rest.strip(), cells)


def _block(row: int, kind: str, cells: Cells) -> Block:
    count = _text(cells, "repeat_count")
    return Block(
        code=_text(cells, "name") or f"group_{row}",
        labels=cells.get("label", {}),
        repeat=int(count) if count.isdigit() else int(kind == "begin_repeat"),
        repeat_count=count,
        relevant=_text(cells, "relevant", "relevance", "bind::relevant"),
    )


def _take_question(
    draft: _Draft, row: int, kind: str, listed: str, cells: Cells
) -> None:
    if kind not in KINDS:
        draft.note(
            "other_kind",
            gettext_noop(
                "The kind of question “%(kind)s” is taken as a text; its answers are "
                "kept as they come."
            ),
            row,
            kind=kind,
        )
    names = listed.split()
    if "or_other" in names:
        draft.note(
            "or_other",
            gettext_noop(
                "“or_other” of “%(question)s” is passed over: offer the answer "
                "“other” and a question of its own for the words."
            ),
            row,
            question=_text(cells, "name"),
        )
    draft.add(_question(row, KINDS.get(kind, "text"), names[0] if names else "", cells))


def _question(row: int, kind: str, listed: str, cells: Cells) -> Question:
    own = _text(cells, "kind")
    if own in OUR_KINDS:
        kind = own
    elif listed == YES_NO and kind == "select":
        kind = YES_NO
    constraint = _text(cells, "constraint", "bind::constraint")
    low, high, more = bounds_in(constraint)
    unit, period = _text(cells, "unit"), _text(cells, "period")
    return Question(
        code=_text(cells, "name") or f"question_{row}",
        kind=kind,
        labels=cells.get("label", {}),
        hints=cells.get("hint", {}),
        unit=unit,
        period=period,
        choices=listed,
        required=_text(cells, "required", "bind::required").lower() in _TRUE,
        low=low,
        high=high,
        relevant=_text(cells, "relevant", "relevance", "bind::relevant"),
        constraint=more.removeprefix(ALONE).removeprefix(" and "),
        constraint_messages=cells.get("constraint_message", {}),
        calculation=_text(cells, "calculation", "bind::calculate"),
        category=_text(cells, "category"),
        is_sensitive=_text(cells, "sensitive").lower() in _TRUE,
    )


def _choices(sheet: list[list[Any]], draft: _Draft) -> Mapping[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for _, cells in _rows(sheet, draft.language):
        name = _text(cells, "name", "value")
        number = _text(cells, "number") or name
        draft.languages.update(dict.fromkeys(cells.get("label", {})))
        found.setdefault(_text(cells, "list_name", "list name"), []).append(
            Choice(name, cells.get("label", {}), _number(number))
        )
    return {name: tuple(offered) for name, offered in found.items()}


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    # A list of categories may offer “INF” and “NaN”: these are names.
    return number if math.isfinite(number) else None


def with_known(read: Questionnaire, known: Questionnaire) -> Questionnaire:
    """What a form does not carry, from the questionnaire that it came from.

    Hints of the known one had the unit in front: where a hint is still the same, the
    known one is taken.
    """
    there = read.by_code
    blocks = []
    for block in read.blocks:
        questions = [_mended(read, each, known) for each in block.questions]
        before = next((each for each in known.blocks if each.code == block.code), None)
        gone = () if before is None else before.questions
        questions += [
            replace(each, is_retired=True) for each in gone if each.code not in there
        ]
        repeat = before.repeat if before and block.repeat else block.repeat
        blocks.append(replace(block, questions=tuple(questions), repeat=repeat))
    codes = {block.code for block in blocks}
    blocks += [
        replace(
            block,
            questions=tuple(
                replace(each, is_retired=True)
                for each in block.questions
                if each.code not in there
            ),
        )
        for block in known.blocks
        if block.code not in codes
    ]
    is_same_title = read.label(read.titles) == known.label(known.titles)
    return replace(
        read,
        titles=known.titles if is_same_title else read.titles,
        blocks=tuple(blocks),
        choices=_with_gone(read.choices, known.choices),
        categories=known.categories,
        remedies=known.remedies,
        indicators=known.indicators,
        rules=known.rules,
        seen=known.seen,
        biggest=known.biggest,
        terms=known.terms,
    )


def _mended(read: Questionnaire, question: Question, known: Questionnaire) -> Question:
    before = known.by_code.get(question.code)
    if before is None:
        return question
    hints = {
        language: known.label(before.hints, language)
        if hint == known.hint(before, language)
        else hint
        for language, hint in question.hints.items()
    }
    is_same = question.labels == {
        each: known.label(before.labels, each) for each in question.labels
    }
    labels = before.labels if is_same else question.labels
    return replace(
        question,
        kind=before.kind,
        unit=question.unit or before.unit,
        period=question.period or before.period,
        category=question.category or before.category,
        is_sensitive=question.is_sensitive or before.is_sensitive,
        hints=before.hints
        if hints == {each: known.label(before.hints, each) for each in hints}
        else {language: hint for language, hint in hints.items() if hint},
        labels=labels,
        translated_from=with_words(before, labels, known.languages[0]).translated_from,
    )


def _with_gone(
    read: Mapping[str, tuple[Choice, ...]], known: Mapping[str, tuple[Choice, ...]]
) -> Mapping[str, tuple[Choice, ...]]:
    """Answers that are not offered any more are kept as retired."""
    found = dict(known)
    for name, offered in read.items():
        here = {choice.name for choice in offered}
        gone = (each for each in known.get(name, ()) if each.name not in here)
        found[name] = (*offered, *(replace(each, is_retired=True) for each in gone))
    return found
