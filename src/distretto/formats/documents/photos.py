"""Photos as documents print them: upright, and without what a camera says.

A photo of a phone has millions of pixels, and tells beside them where it was taken. It
is drawn anew, so that neither goes into a document.
"""

import base64
import struct
from dataclasses import dataclass

from distretto.formats.charts.render import jpeg_of
from distretto.formats.documents.word import SHARP

# In pixels of a page.
MOST_WIDTH, MOST_HEIGHT = 600, 640
# More could not be unpacked beside everything else that a small machine does.
MOST_BYTES, MOST_PIXELS = 40_000_000, 100_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
# How a camera was held: a turn to the right in degrees, and whether it is mirrored.
_TURNS = {
    1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True),
    5: (270, True), 6: (90, False), 7: (90, True), 8: (270, False),
}  # fmt: skip
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class _Sides:
    width: int
    height: int
    orientation: int = 1


def upright_jpeg(content: bytes) -> tuple[bytes, int, int] | None:
    """A photo as it is printed, with its width and height on the page.

    None where the content is no JPEG or PNG, is damaged at its head, or is too large.
    """
    sides = _sides(content) if len(content) <= MOST_BYTES else None
    if sides is None or not 0 < sides.width * sides.height <= MOST_PIXELS:
        return None
    turn, is_mirrored = _TURNS.get(sides.orientation, (0, False))
    lies = turn % 180 == 90
    width, height = (sides.height, sides.width) if lies else (sides.width, sides.height)
    scale = min(MOST_WIDTH / width, MOST_HEIGHT / height, 1)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    inner = (down, across) if lies else (across, down)
    moved = f"translate({across / 2} {down / 2}) rotate({turn})"
    moved += f" scale({-1 if is_mirrored else 1} 1)"
    moved += f" translate({-inner[0] / 2} {-inner[1] / 2})"
    return (
        jpeg_of(_svg(content, (across, down), inner, moved), scale=SHARP),
        across,
        down,
    )


def svg_of(jpeg: bytes, width: int, height: int) -> str:
    """A photo as a drawing, for what sets drawings."""
    return _svg(jpeg, (width, height), (width, height), "")


def _svg(
    content: bytes, page: tuple[int, int], inner: tuple[int, int], moved: str
) -> str:
    kind = "png" if content.startswith(_PNG) else "jpeg"
    packed = base64.b64encode(content).decode()
    turned = f' transform="{moved}"' if moved else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page[0]}" height="{page[1]}"'
        f' viewBox="0 0 {page[0]} {page[1]}"><image width="{inner[0]}"'
        f' height="{inner[1]}" preserveAspectRatio="none"{turned}'
        f' href="data:image/{kind};base64,{packed}"/></svg>'
    )


def _sides(content: bytes) -> _Sides | None:
    try:
        if content.startswith(_PNG):
            return _Sides(*struct.unpack(">II", content[16:24]))
        return _sides_of_jpeg(content) if content.startswith(_JPEG) else None
    except (struct.error, IndexError):
        return None


def _sides_of_jpeg(content: bytes) -> _Sides | None:
    """Walk the segments of a JPEG up to the one that has its sides."""
    place, orientation = 2, 1
    while place < len(content) and content[place] == 0xFF:
        mark = content[place + 1]
        if mark == 0xFF:  # padding
            place += 1
            continue
        (size,) = struct.unpack(">H", content[place + 2 : place + 4])
        body = content[place + 4 : place + 2 + size]
        if mark == 0xE1 and body.startswith(b"Exif\0\0"):
            orientation = _orientation(body[6:])
        # The frames of all ways to pack; 0xC4, 0xC8 and 0xCC are tables.
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[1:5])
            return _Sides(width, height, orientation)
        place += 2 + size
    return None


def _orientation(exif: bytes) -> int:
    order = "<" if exif.startswith(b"II") else ">"
    (start,) = struct.unpack(f"{order}I", exif[4:8])
    (count,) = struct.unpack(f"{order}H", exif[start : start + 2])
    for number in range(count):
        entry = start + 2 + 12 * number
        tag, _, _, value = struct.unpack(f"{order}HHIH", exif[entry : entry + 10])
        if tag == _ORIENTATION:
            return int(value)
    return 1
