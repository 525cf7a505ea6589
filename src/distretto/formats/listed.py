"""Codes in one line, parted by commas; a label that has a comma is in quotes."""

import csv
import io
from collections.abc import Iterable


def codes_in(line: str) -> list[str]:
    """The codes of a line: 20,40 or "Food, drinks",Wool; each once, blanks left out."""
    rows = csv.reader([line], skipinitialspace=True)
    codes = (code.strip() for row in rows for code in row)
    return list(dict.fromkeys(code for code in codes if code))


def line_of(codes: Iterable[str]) -> str:
    """The line that `codes_in` reads as these codes."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(codes)
    return out.getvalue()
