"""The program that opens a workbook in a process of its own; see `workbooks.py`.

It is run as a script, with nothing but the reader imported, so that it starts within
hundredths of a second and may die without harm: the reader keeps the rectangle that a
sheet spans, and ends the process where that is more than the memory it may use.
"""

import contextlib
import json
import marshal
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

ROWS_AT_ONCE = 5_000
LENGTH_BYTES = 8


def main(path: str, memory: int, most_cells: int) -> None:
    """Say which sheets there are; then, for each name asked for, its rows."""
    _limit_memory(memory)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    try:
        book = CalamineWorkbook.from_path(path)
        _say(told, "book", (list(book.sheet_names), _visible(book)))
        for line in asked:
            sheet = book.get_sheet_by_name(json.loads(line))
            for kind, content in _replies(sheet, most_cells):
                _say(told, kind, content)
    except MemoryError:
        _say(told, "memory", None)
    except PasswordError:
        _say(told, "locked", None)
    except BaseException as damage:  # a panic of the reader is no Exception
        if isinstance(damage, KeyboardInterrupt | SystemExit):
            raise
        _say(told, "broken", None)


def _limit_memory(memory: int) -> None:
    """Where the system knows no such limit, the process is at least one of its own."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible
    ]


def _replies(sheet: CalamineSheet, most_cells: int) -> Iterator[tuple[str, Any]]:
    """The rows of a sheet from its first row and column on, in portions."""
    start, end = sheet.start, sheet.end
    if start is not None and end is not None:
        height, width = end[0] + 1, end[1] + 1
        if height * width > most_cells:
            yield "large", (height, width)
            return
        blank: list[Any] = [""] * width
        yield "rows", [blank] * start[0]
        left = [""] * start[1]
        rows = islice(sheet.iter_rows(), start[0], None)
        while portion := list(islice(rows, ROWS_AT_ONCE)):
            yield "rows", [left + [_plain(cell) for cell in row] for row in portion]
    yield "end", None


def _plain(cell: Any) -> Any:
    """A cell as a number, truth or text: times as ISO 8601, durations as h:mm:ss."""
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


def _say(told: BinaryIO, kind: str, content: Any) -> None:
    packed = marshal.dumps((kind, content))
    told.write(len(packed).to_bytes(LENGTH_BYTES, "little") + packed)
    told.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
