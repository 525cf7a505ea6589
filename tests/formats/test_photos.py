"""Photos in documents: upright, small enough, and without what the camera says."""

import io

import pytest

from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents import blocks, printed, word
from distretto.formats.documents.photos import upright_jpeg

image = pytest.importorskip("PIL.Image", reason="Pillow is not here: no photo is made")
RED, BLUE = (220, 20, 20), (20, 20, 220)


def photo(kind="JPEG", orientation=1, size=(1500, 1000)):
    """Blue, with its upper left quarter red as the camera's chip saw it."""
    made = image.new("RGB", size, BLUE)
    made.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    exif = made.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker of the camera"
    out = io.BytesIO()
    made.save(out, kind, exif=exif)
    return out.getvalue()


def red_corner(jpeg):
    """Which quarter is red."""
    seen = image.open(io.BytesIO(jpeg))
    w, h = seen.size
    corners = {
        "upper left": (w // 4, h // 4),
        "upper right": (3 * w // 4, h // 4),
        "lower left": (w // 4, 3 * h // 4),
        "lower right": (3 * w // 4, 3 * h // 4),
    }
    red = [name for name, at in corners.items() if seen.getpixel(at)[0] > 128]
    assert len(red) == 1
    return red[0]


# Exif 2.32, table 6: where the first row and the first column of the chip are seen.
@pytest.mark.parametrize(
    ("orientation", "corner", "lies"),
    [
        (1, "upper left", False), (2, "upper right", False),
        (3, "lower right", False), (4, "lower left", False),
        (5, "upper left", True), (6, "upper right", True),
        (7, "lower right", True), (8, "lower left", True),
    ],
)  # fmt: skip
def test_a_photo_stands_as_it_was_seen(orientation, corner, lies):
    jpeg, width, height = upright_jpeg(photo(orientation=orientation))
    assert red_corner(jpeg) == corner
    # 1500 by 1000 is 600 by 400; upright 640 high, and two thirds of that wide.
    assert (width, height) == ((427, 640) if lies else (600, 400))
    drawn = image.open(io.BytesIO(jpeg)).size
    assert drawn == pytest.approx((2.5 * width, 2.5 * height), abs=1)


def test_what_the_camera_says_does_not_go_along():
    content = photo()
    assert b"Maker of the camera" in content
    assert b"Maker of the camera" not in upright_jpeg(content)[0]


def test_a_small_png_is_not_blown_up():
    jpeg, width, height = upright_jpeg(photo("PNG", size=(120, 80)))
    assert (width, height) == (120, 80) and red_corner(jpeg) == "upper left"


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", photo()[:40]],
)
def test_what_is_no_photo_is_none(content):
    assert upright_jpeg(content) is None


def test_both_documents_have_it():
    jpeg, width, height = upright_jpeg(photo())
    block = blocks.Photo("Loom", jpeg, width, height, "A loom", "Loom. Visit")
    pdf = printed.document("Study", [block], ENGLISH)
    assert pdf.startswith(b"%PDF") and b"/Image" in pdf
    import docx

    read = docx.Document(io.BytesIO(word.document("Study", [block], ENGLISH)))
    (shape,) = read.inline_shapes
    # 600 pixels of 96 to the inch.
    assert shape.width.inches == pytest.approx(6.25, abs=0.02)
    assert shape._inline.docPr.get("descr") == "A loom"
