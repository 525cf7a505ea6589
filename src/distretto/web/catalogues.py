"""Translation catalogues, compiled without gettext's own tools."""

import os
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent / "locale"


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Compile the catalogues that have changed since; the ones that were written.

    Raises
    ------
    OSError
        The program stands where it may not write. Nothing is lost but translations.
    """
    written = []
    for source, compiled in _stale(folder):
        # Whole or not at all: another process may be reading it.
        half = compiled.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(compiled)
        written.append(compiled)
    return written


def _stale(folder: Path) -> Iterator[tuple[Path, Path]]:
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or _is_newer(source, compiled):
            yield source, compiled


def _is_newer(source: Path, compiled: Path) -> bool:
    return source.stat().st_mtime > compiled.stat().st_mtime
