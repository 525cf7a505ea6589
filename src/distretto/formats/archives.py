"""Compressed files, opened only after their true size is known to be bearable.

What a zip file says of itself is not believed: the sizes it declares are added up
first, and then each entry is unpacked into nothing while its bytes are counted.
"""

import gzip
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from distretto.errors import FormatError, gettext_noop

MEBIBYTE = 1024**2
CHUNK = 4 * MEBIBYTE
ENCRYPTED = 0x1  # in the flags of an entry of a zip file


@dataclass(frozen=True)
class Limits:
    """How large a file may be, and how far it may unfold.

    Attributes
    ----------
    file_bytes : int
        Size of a file as it lies on disk.
    workbook_bytes : int
        Size of an Excel workbook once unpacked; it is read into memory.
    text_bytes : int
        Size of a compressed text file once unpacked; it goes to disk.
    ratio : float
        How many times larger than packed. Small files (below `ratio_from` bytes
        unpacked) may exceed it.
    workbook_cells : int
        Rows x columns spanned by one sheet.
    workbook_memory : int
        Bytes of memory that may be used to open a workbook.
    """

    file_bytes: int = 64 * 1024 * MEBIBYTE
    workbook_bytes: int = 1024 * MEBIBYTE
    text_bytes: int = 64 * 1024 * MEBIBYTE
    ratio: float = 200
    ratio_from: int = 64 * MEBIBYTE
    workbook_cells: int = 50_000_000
    workbook_memory: int = 4 * 1024 * MEBIBYTE


DEFAULT_LIMITS = Limits()


def check_file_size(path: Path, limits: Limits) -> None:
    """Refuse a file that is empty or larger than the limit."""
    size = path.stat().st_size
    if size == 0:
        raise empty_file(path)
    if size > limits.file_bytes:
        raise _too_large(path, size, limits.file_bytes)


def check_zip(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """List the entries of a zip file, or refuse it where it unfolds too far."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise _locked(path)
    packed = path.stat().st_size
    if sum(entry.compress_size for entry in entries) > packed:
        raise _bomb(path, "its entries overlap")
    _check_unfolding(path, sum(entry.file_size for entry in entries), packed, limits)
    _check_true_sizes(path, entries, packed, limits)
    return entries


def unpack_zip_entry(path: Path, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write one entry of a checked zip file to `target`."""
    with zipfile.ZipFile(path) as archive, archive.open(entry) as packed:
        _copy(packed, target, path)


def unpack_gzip(path: Path, target: Path, limits: Limits) -> None:
    """Unpack a gzip file to `target`, stopping where it unfolds too far."""
    packed_size = path.stat().st_size
    written = 0
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                _check_unfolding(path, written, packed_size, limits, limits.text_bytes)
                out.write(chunk)
    except (gzip.BadGzipFile, zlib.error, EOFError) as damage:
        raise FormatError(
            "broken_archive",
            gettext_noop(
                "“%(file)s” is a damaged gzip file: it breaks off or its contents "
                "do not match its own check. Download or compress it again."
            ),
            file=path.name,
        ) from damage


def _copy(packed: IO[bytes], target: Path, path: Path) -> None:
    try:
        with target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                out.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError) as damage:
        raise broken_zip(path) from damage


def _check_true_sizes(
    path: Path, entries: list[zipfile.ZipInfo], packed: int, limits: Limits
) -> None:
    total = 0
    with path.open("rb") as file:
        for entry in entries:
            total += _true_size(file, entry, path, packed, total, limits)
            if total > sum(other.file_size for other in entries):
                raise _bomb(path, "it is larger inside than it says")


def _true_size(
    file: IO[bytes],
    entry: zipfile.ZipInfo,
    path: Path,
    packed: int,
    before: int,
    limits: Limits,
) -> int:
    """Count the bytes that one entry really unfolds to, keeping none of them."""
    _seek_data(file, entry, path)
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise broken_zip(path)
    inflate, left, size = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    try:
        while left > 0 and (piece := file.read(min(64 * 1024, left))):
            left -= len(piece)
            while piece:
                size += len(inflate.decompress(piece, CHUNK))
                piece = inflate.unconsumed_tail
                _check_unfolding(path, before + size, packed, limits)
    except zlib.error as damage:
        raise broken_zip(path) from damage
    return size


def _seek_data(file: IO[bytes], entry: zipfile.ZipInfo, path: Path) -> None:
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise broken_zip(path)
    name_length = int.from_bytes(header[26:28], "little")
    extra_length = int.from_bytes(header[28:30], "little")
    file.seek(name_length + extra_length, os.SEEK_CUR)


def _check_unfolding(
    path: Path, unpacked: int, packed: int, limits: Limits, most: int | None = None
) -> None:
    most = limits.workbook_bytes if most is None else most
    if unpacked > most:
        raise _bomb(path, f"it unfolds to more than {most // MEBIBYTE:,} MiB")
    if unpacked > limits.ratio_from and unpacked > limits.ratio * packed:
        raise _bomb(path, f"it unfolds to more than {limits.ratio:g} times its size")


def empty_file(path: Path) -> FormatError:
    """The error for a file of no bytes, or one that unpacks to none."""
    return FormatError(
        "empty_file",
        gettext_noop(
            "“%(file)s” is empty: it has no bytes at all. Export the table again "
            "and check that the file has a size before giving it here."
        ),
        file=path.name,
    )


def _locked(path: Path) -> FormatError:
    return FormatError(
        "encrypted_archive",
        gettext_noop(
            "“%(file)s” is protected by a password. Unpack it with the password, and "
            "give the table that is in it."
        ),
        file=path.name,
    )


def _bomb(path: Path, why: str) -> FormatError:
    return FormatError(
        "archive_too_large",
        gettext_noop(
            "“%(file)s” was not opened: %(why)s, as files do that are made to fill a "
            "computer's memory. If you trust it, unpack it yourself and give the "
            "table as CSV or Parquet."
        ),
        file=path.name,
        why=why,
    )


def _too_large(path: Path, size: int, most: int) -> FormatError:
    return FormatError(
        "file_too_large",
        gettext_noop(
            "“%(file)s” has %(size)s MiB; the limit here is %(most)s MiB. Leave out "
            "columns that are not needed, or save the table as Parquet."
        ),
        file=path.name,
        size=f"{size // MEBIBYTE:,}",
        most=f"{most // MEBIBYTE:,}",
    )


def broken_zip(path: Path) -> FormatError:
    """The error for a zip file (an Excel workbook is one) that cannot be unpacked."""
    return FormatError(
        "broken_archive",
        gettext_noop(
            "“%(file)s” is damaged: it begins like a zip file or an Excel workbook "
            "but cannot be unpacked. Save or download it again."
        ),
        file=path.name,
    )
