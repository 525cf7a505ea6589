"""Files on their way in: written to disk and hashed while they arrive, never whole in
memory; too large ones are let go of as soon as that is known."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from distretto.formats.archives import DEFAULT_LIMITS, MEBIBYTE, Limits

FOLDER = "arriving"


class ArrivingFile(UploadedFile):
    """A file that has arrived, with its hash. It goes when it is closed."""

    def __init__(self, file: Any, *, name: str, size: int, sha256: str) -> None:
        super().__init__(file, name, None, size)
        self.path = Path(file.name)
        self.sha256, self.size_bytes = sha256, size
        self.is_too_large = size > limit_bytes()


class ArrivingUpload(FileUploadHandler):
    """Takes the files of one request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()
        self.size = 0
        # Closed, and so deleted, by whoever takes it or by an interruption.
        self.file = tempfile.NamedTemporaryFile(  # noqa: SIM115
            suffix=".part", dir=_folder()
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > limit_bytes():
            # The rest is read and dropped, so that the browser hears the answer.
            self.file.truncate(0)
            return
        self.digest.update(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> ArrivingFile:
        self.file.flush()
        self.file.seek(0)
        return ArrivingFile(
            self.file,
            name=self.file_name or "",
            size=self.size,
            sha256=self.digest.hexdigest(),
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def arrive(content: bytes, name: str) -> ArrivingFile:
    """Content that comes from the program itself, as if somebody had sent it."""
    handler = ArrivingUpload()
    handler.new_file("file", name, None, len(content), None, None)
    handler.receive_data_chunk(content, 0)
    return handler.file_complete(len(content))


def limit_bytes() -> int:
    """The largest file that people may upload."""
    return settings.UPLOAD_LIMIT_MB * MEBIBYTE


def unfolding() -> Limits:
    """How far an uploaded file may unfold on this site's disk and in its memory."""
    unpacked = settings.UNPACK_LIMIT_MB * MEBIBYTE
    return Limits(
        workbook_bytes=min(DEFAULT_LIMITS.workbook_bytes, unpacked),
        text_bytes=unpacked,
        workbook_memory=settings.WORKBOOK_MEMORY_MB * MEBIBYTE,
    )


def keep(arrived: ArrivingFile, folder: str) -> str:
    """Keep an arrived file where its content says; the name it is kept by.

    The same content is kept once. The file appears whole or not at all: as a rule it
    lies on the same disk already and only gets a second name.
    """
    name = kept_name(folder, arrived.sha256)
    target = Path(default_storage.path(name))
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        arrived.path.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        _name_again(arrived.path, target)
    return name


def _name_again(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except FileExistsError:
        return  # somebody sent the same a moment ago
    except OSError:  # another disk, or one that knows no second names
        part = target.with_name(f"{target.name}.{path.name}")
        shutil.copyfile(path, part)
        part.replace(target)


def forget(folder: str, *, after: float) -> None:
    """Delete what lies in a folder for longer than `after` seconds."""
    for path in Path(default_storage.path(folder)).rglob("*"):
        if path.is_file() and time.time() - path.stat().st_mtime > after:
            path.unlink(missing_ok=True)


def kept_name(folder: str, sha256: str) -> str:
    """Where content of this hash is kept."""
    return f"{folder}/{sha256[:2]}/{sha256}"


@contextmanager
def under_its_name(stored: str, file_name: str) -> Iterator[Path]:
    """The kept file under the name it came with, so that sentences speak of that."""
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        path = Path(folder) / (Path(file_name).name or "file")
        path.symlink_to(default_storage.path(stored))
        yield path


def _folder() -> Path:
    folder = Path(default_storage.path(FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
