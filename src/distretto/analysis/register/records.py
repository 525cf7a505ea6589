"""Records of firms as they are compared: every field folded once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from distretto.analysis.checks import check_columns, polars_of
from distretto.analysis.register.folding import folded
from distretto.analysis.register.name_words import words_of
from distretto.analysis.register.naming import address_of, firm_name
from distretto.errors import InputError, gettext_noop

# What a column may tell, and what it is called unless told otherwise.
FIELDS = (
    "name",
    "address",
    "place",
    "country",
    "latitude",
    "longitude",
    "tax_number",
    "phone",
    "email",
    "website",
)
PHONE_DIGITS = 8  # the last ones; those before are codes of country and area
FEWEST_DIGITS = 6
LONG = 6  # letters of a word in which one may be wrong
# Providers of mail for everybody: their names tell no firm.
FREE_MAIL = words_of(
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|aol|icloud|me",
    "protonmail|proton|mail|gmx|web|yandex|rambler|bk|inbox|list|qq|163|126|sina|uol",
    "foxmail|rediffmail|naver|daum|hanmail|wanadoo|orange|free|laposte|bol|terra|ig",
)
_SEVERAL = re.compile(r"[;,/|\n]| or | y | et ")
_MAIL = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
_HOST = re.compile(r"^(?:https?:/*)?(?:www\d?\.)?([^/\s?#:]+\.[^/\s?#:]+)", re.I)


@dataclass(frozen=True)
class Records:
    """Records, each field as a tuple with one entry for each."""

    sorted_names: tuple[str, ...]
    joined_names: tuple[str, ...]
    units: tuple[str, ...]
    addresses: tuple[str, ...]
    where_words: tuple[frozenset[str], ...]
    town_words: tuple[frozenset[str], ...]
    address_numbers: tuple[frozenset[str], ...]
    places: tuple[str, ...]
    countries: tuple[str, ...]
    degrees: NDArray[np.float64]
    tax_numbers: tuple[frozenset[str], ...]
    phones: tuple[frozenset[str], ...]
    emails: tuple[frozenset[str], ...]
    email_domains: tuple[frozenset[str], ...]
    websites: tuple[frozenset[str], ...]

    def __len__(self) -> int:
        return len(self.sorted_names)

    def __add__(self, others: "Records") -> "Records":
        """These records, and then others."""
        joined = {
            field: getattr(self, field) + getattr(others, field)
            for field in self.__dataclass_fields__
            if field != "degrees"
        }
        return Records(**joined, degrees=np.vstack([self.degrees, others.degrees]))


def records_of(
    table: IntoFrame, columns: Mapping[str, str], name: str = "records"
) -> Records:
    """The records of a table, whose columns are named as `FIELDS` unless told."""
    frame = polars_of(table, name)
    column_of = {field: columns.get(field, field) for field in FIELDS}
    told = [column_of[field] for field in columns if columns[field]]
    check_columns(nw.from_native(frame), [column_of["name"], *told], name)
    texts = {field: _texts(frame, column_of[field]) for field in FIELDS[:4]}
    names = [firm_name(text) for text in texts["name"]]
    addresses = [address_of(text) for text in texts["address"]]
    mails = [_MAIL.findall(text.lower()) for text in _texts(frame, column_of["email"])]
    where = tuple(
        frozenset((*address.words, *folded(place).split()))
        for address, place in zip(addresses, texts["place"], strict=True)
    )
    return Records(
        sorted_names=tuple(" ".join(sorted(each.words)) for each in names),
        joined_names=tuple("".join(each.words) for each in names),
        units=tuple(each.unit for each in names),
        addresses=tuple(" ".join(each.words) for each in addresses),
        where_words=where,
        town_words=tuple(
            _nearly_in(each.words, words)
            for each, words in zip(names, where, strict=True)
        ),
        address_numbers=tuple(frozenset(each.numbers) for each in addresses),
        places=tuple(folded(text) for text in texts["place"]),
        countries=tuple(folded(text) for text in texts["country"]),
        degrees=_degrees(frame, column_of, name),
        tax_numbers=_each(frame, column_of["tax_number"], _tax_number),
        phones=_each(frame, column_of["phone"], _phone),
        emails=_each(frame, column_of["email"], _email),
        email_domains=tuple(
            frozenset(each for each in found if each.split(".")[0] not in FREE_MAIL)
            for found in mails
        ),
        websites=_each(frame, column_of["website"], _website),
    )


def _nearly_in(words: Sequence[str], others: frozenset[str]) -> frozenset[str]:
    """Long words that stand among others but for one letter: “Wehzhou” in Wenzhou."""
    return frozenset(
        word
        for word in words
        if len(word) >= LONG
        and any(OSA.distance(word, other, score_cutoff=1) < 2 for other in others)
    )


def _texts(frame: pl.DataFrame, column: str) -> list[str]:
    if column not in frame.columns:
        return [""] * frame.height
    return frame[column].cast(pl.String).fill_null("").to_list()


def _each(
    frame: pl.DataFrame, column: str, read: Callable[[str], str]
) -> tuple[frozenset[str], ...]:
    """What a cell holds, of which there may be several; blank ones left out."""
    return tuple(
        frozenset(filter(None, map(read, _SEVERAL.split(text))))
        if text
        else frozenset()
        for text in _texts(frame, column)
    )


def _tax_number(text: str) -> str:
    kept = re.sub(r"[^0-9a-z]", "", folded(text))
    is_told = sum(sign.isdigit() for sign in kept) >= 4 and len(set(kept)) > 1
    return kept.lstrip("0") if is_told else ""


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", folded(text))
    is_told = len(digits) >= FEWEST_DIGITS and len(set(digits)) > 2
    return digits[-PHONE_DIGITS:] if is_told else ""


def _email(text: str) -> str:
    found = _MAIL.search(text.lower())
    return found[0] if found else ""


def _website(text: str) -> str:
    found = _HOST.match(text.strip())
    return found[1].lower() if found and "@" not in found[1] else ""


def _degrees(
    frame: pl.DataFrame, column_of: Mapping[str, str], name: str
) -> NDArray[np.float64]:
    """Longitude and latitude, shape (n, 2); NaN where either is unknown or no place."""
    found = np.full((frame.height, 2), np.nan)
    for at, (field, most) in enumerate((("longitude", 180), ("latitude", 90))):
        column = column_of[field]
        if column in frame.columns:
            found[:, at] = _coordinates(frame[column], most, name)
    found[np.isnan(found).any(axis=1)] = np.nan
    return found


def _coordinates(series: pl.Series, most: int, name: str) -> NDArray[np.float64]:
    if series.dtype.is_numeric() or series.null_count() == series.len():
        values = series.cast(pl.Float64).fill_null(np.nan).to_numpy()
        wrong = np.abs(values) > most
        if not wrong.any():
            return np.asarray(values)
        row, found = int(np.argmax(wrong)) + 1, values[wrong][0]
    else:
        row, found = 1, series.drop_nulls()[0]
    raise InputError(
        "not_a_coordinate",
        gettext_noop(
            "The %(name)s, row %(row)s, column “%(column)s”: “%(found)s” is not a "
            "coordinate. Give degrees as a number from -%(most)s to %(most)s; leave it "
            "blank if it is unknown."
        ),
        name=name,
        row=row,
        column=series.name,
        found=found,
        most=most,
    )
