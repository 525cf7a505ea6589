"""Workbooks, opened in a process of their own that may use only so much memory.

The reader (calamine) keeps the whole rectangle from a sheet's first cell to its last.
A few hundred bytes can ask for terabytes of that; it then ends its process, which must
not be the site's.
"""

import json
import marshal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distretto.errors import FormatError, gettext_noop
from distretto.formats import workbook_child
from distretto.formats.archives import MEBIBYTE, Limits

Rows = list[list[Any]]


class Workbook:
    """An open workbook.

    Attributes
    ----------
    names, visible : tuple of str
        All its sheets, and those that are not hidden, in their order.
    """

    def __init__(
        self, path: Path, limits: Limits, process: subprocess.Popen[bytes]
    ) -> None:
        self._path, self._limits, self._process = path, limits, process
        names, visible = self._hear()[1]
        self.names, self.visible = tuple(names), tuple(visible)

    def rows(self, name: str) -> Rows:
        """The cells of a sheet from A1 on, blank ones "": numbers, truths, texts.

        Raises
        ------
        FormatError
            The sheet is broken, or spans more than may be read.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(name).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as died:
            raise self._needs_memory() from died
        rows: Rows = []
        while (reply := self._hear())[0] == "rows":
            rows += reply[1]
        if reply[0] == "large":
            raise sheet_too_large(self._path, name, *reply[1])
        return rows

    def _hear(self) -> tuple[str, Any]:
        told = self._process.stdout
        assert told is not None
        length = int.from_bytes(told.read(workbook_child.LENGTH_BYTES), "little")
        packed = told.read(length)
        if not length or len(packed) < length:
            raise self._needs_memory()
        kind, content = marshal.loads(packed)  # from our own process
        if kind == "memory":
            raise self._needs_memory()
        if kind == "locked":
            raise encrypted(self._path)
        if kind == "broken":
            raise broken_workbook(self._path)
        return kind, content

    def _needs_memory(self) -> FormatError:
        return FormatError(
            "workbook_needs_memory",
            gettext_noop(
                "“%(file)s” needs more memory to open than the %(most)s MiB a workbook "
                "may use here. Delete stray cells far below or right of the tables, or "
                "save the table as CSV."
            ),
            file=self._path.name,
            most=f"{self._limits.workbook_memory // MEBIBYTE:,}",
        )


@contextmanager
def open_workbook(path: Path, limits: Limits) -> Iterator[Workbook]:
    """Open a workbook; its process ends with the block.

    Raises
    ------
    FormatError
        The workbook is broken, locked, or needs more memory than it may use.
    """
    command = [
        sys.executable,
        "-P",  # the script's folder has modules named as some of Python's own
        str(workbook_child.__file__),
        str(path),
        str(limits.workbook_memory),
        str(limits.workbook_cells),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Workbook(path, limits, process)
    finally:
        process.kill()
        process.communicate()


def sheet_too_large(path: Path, name: str, rows: int, columns: int) -> FormatError:
    """The error for a sheet that spans more cells than may be read."""
    return FormatError(
        "sheet_too_large",
        gettext_noop(
            "Sheet “%(sheet)s” of “%(file)s” spans %(rows)s rows and %(columns)s "
            "columns, more than can be read at once. Delete stray cells far below or "
            "right of the table, or save the table as CSV."
        ),
        file=path.name,
        sheet=name,
        rows=f"{rows:,}",
        columns=f"{columns:,}",
    )


def encrypted(path: Path) -> FormatError:
    """The error for a workbook behind a password."""
    return FormatError(
        "encrypted_workbook",
        gettext_noop(
            "“%(file)s” is protected by a password. Open it in Excel or LibreOffice, "
            "save a copy without the password, and give that copy."
        ),
        file=path.name,
    )


def broken_workbook(path: Path) -> FormatError:
    """The error for a workbook that cannot be opened."""
    return FormatError(
        "broken_workbook",
        gettext_noop(
            "“%(file)s” is damaged or not an Excel workbook: it cannot be opened. "
            "Open it in Excel or LibreOffice and save it again as xlsx or CSV."
        ),
        file=path.name,
    )
