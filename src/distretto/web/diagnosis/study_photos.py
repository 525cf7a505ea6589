"""Photos put down as evidence, as the documents print them."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext

from distretto.errors import gettext_noop
from distretto.formats.documents.blocks import Block, Photo, Text
from distretto.formats.documents.photos import upright_jpeg
from distretto.web.diagnosis.models import Evidence
from distretto.web.register import kept_files

NOT_PRINTED = gettext_noop(
    "The photo “%(photo)s” is not printed: its file is no JPEG or PNG, or too large. "
    "Save it as JPEG and put it down again."
)


def photos(evidence: Iterable[Evidence]) -> list[Block]:
    """The photos whose files are here; of others, that they are not printed."""
    told: list[Block] = []
    for each in evidence:
        if not each.file:
            continue
        printed_as = kept_files.found(str(each.file), upright_jpeg)
        if printed_as is None:
            told.append(Text(gettext(NOT_PRINTED) % {"photo": each.title}))
            continue
        jpeg, width, height = printed_as
        day = date_format(each.dated) if each.dated else ""
        caption = ". ".join(filter(None, (each.title, each.source, day)))
        told.append(
            Photo(
                title=each.title,
                jpeg=jpeg,
                width=width,
                height=height,
                description=each.quotation or each.title,
                caption=caption,
            )
        )
    return told
