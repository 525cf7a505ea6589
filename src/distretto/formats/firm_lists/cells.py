"""Single cells of a list of firms: addresses of mail, numbers to call, yes and no."""

import re
from datetime import date

from distretto.formats.numbers import DIGITS
from distretto.formats.words import plain

EMAIL = re.compile(r"[\w.+'&-]+@[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z]{2,}", re.U)
WEBSITE = re.compile(
    r"(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[/?#:]\S*)?$",
    re.I,
)
PHONE = re.compile(r"(?:[+(]?\d[\d\s().\-/]*){1,}")
FEWEST_DIGITS = 5
MOST_DIGITS = 15  # of one number, by ITU-T E.164
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
EARLIEST = 1500
# Years, months, days and times of day, and nothing else.
NUMBERS_ALONE = re.compile(r"[\d\s./,:TZ+\-\u2010-\u2015\u2212]+")
NO_SINGLE_YEAR = re.compile(r"\d['’]?(?:s|er)\b|[<>≤≥]")  # “1990s”, “>1990”
# In plain words, also where the year follows at once.
BEFORE_OR_AFTER = re.compile(
    r"(?<![^\W\d_])(?:before|after|avant|apres|antes|despues|depois|vor|nach|sebelum|"
    r"setelah|قبل|بعد)(?![^\W\d_])"
)
# How far a time of day is from UTC, -12 to +14 hours: “00:00:00+0300”.
OFFSET = re.compile(
    r"(?<=:\d\d)(\.\d+)?\s*(?:UTC|GMT)?[+\-\u2212](?:0\d|1[0-4])(?::?[0-5]\d)?(?!\d)"
)
_NUMBER = re.compile(r"\d+")
_TO_DIGITS = {ord(sign): digit for sign, digit in DIGITS.items()}
_PARTS = re.compile(r"[;,/|\n]| or | ou | atau | و ")


def _plainly(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split("|"))


YES = _plainly("yes|y|oui|o|si|s|sim|ya|نعم|true|1|x|✓|vrai|exporter|exporta")
NO = _plainly("no|n|non|nao|tidak|لا|false|0|faux|none|never")
FEMALE = _plainly(
    "f|female|woman|women|femme|mujer|femenino|feminin|mulher|feminino|fem|w|انثى|"
    "امراة|perempuan|wanita"
)
MALE = _plainly(
    "m|male|man|men|homme|hombre|masculino|masculin|homem|ذكر|رجل|laki laki|pria|laki"
)
BOTH = _plainly(
    "both|mixed|mixte|mixto|misto|ambos|joint|les deux|keduanya|f m|m f|female and male"
)
SEXES = {
    **dict.fromkeys(FEMALE, "female"),
    **dict.fromkeys(MALE, "male"),
    **dict.fromkeys(BOTH, "both"),
}


def email_of(text: str) -> str | None:
    """The addresses of a cell, in small letters, the domain as it is; None if none."""
    parts = [part.strip() for part in re.split(r"[;,/|\s]+", text) if part.strip()]
    whole = [EMAIL.fullmatch(part.strip("<>().")) for part in parts]
    found = [each[0].lower() for each in whole if each]
    return "; ".join(found) if found and len(found) == len(parts) else None


def website_of(text: str) -> str | None:
    """The address on the web, as it was written; None where it is none."""
    word = text.strip().rstrip("/.")
    return word if WEBSITE.match(word) else None


def phone_of(text: str) -> str | None:
    """The numbers of a cell, as they were written; None where one cannot be called."""
    told = text.translate(_TO_DIGITS)
    parts = [part for part in _PARTS.split(told) if re.search(r"\d", part)]
    counts = [len(re.sub(r"\D", "", part)) for part in parts]
    if not counts or max(counts) < FEWEST_DIGITS or max(counts) > MOST_DIGITS:
        return None
    return text.strip()


def yes_or_no(text: str) -> bool | None:
    """True for yes, in any of the languages; None for what is neither."""
    word = plain(text)
    return True if word in YES else False if word in NO else None


def sex_of(text: str) -> str | None:
    """ "female", "male" or "both"; None for anything else."""
    return SEXES.get(plain(text))


def year_of(text: str, latest: int) -> int | None:
    """The year in a cell, which may be a month or a day; None where there is none.

    Of a span such as “2018/19” it is the first year. None, too, where nobody can say
    which: several years, longer spans, a decade, “before 1990”, a date that no calendar
    has.
    """
    told = OFFSET.sub("", text.translate(_TO_DIGITS))
    years = {int(year) for year in YEAR.findall(told)}
    if not years or min(years) < EARLIEST or max(years) > latest:
        return None
    if NUMBERS_ALONE.fullmatch(told):
        return min(years) if _is_clear(_NUMBER.findall(told)) else None
    is_open = NO_SINGLE_YEAR.search(told) or BEFORE_OR_AFTER.search(plain(told))
    return None if is_open or len(years) > 1 else years.pop()


def is_span_of_years(text: str, latest: int) -> bool:
    """Whether the year in a cell is the first of two: “2018-2019”, “2018/19”."""
    told = text.translate(_TO_DIGITS)
    is_two = NUMBERS_ALONE.fullmatch(told) and _is_span(_NUMBER.findall(told))
    return bool(is_two) and year_of(text, latest) is not None


def _is_clear(numbers: list[str]) -> bool:
    """Whether numbers that stand alone are a year, a month, a day, or a span."""
    if len(numbers) < 3:
        rest = [each for each in numbers if len(each) != 4]
        are_same = len(set(numbers)) == 1
        is_month = len(rest) == 1 and int(rest[0]) <= 12  # 0 of “2018.0”, too
        return are_same or is_month or _is_span(numbers)
    years = {each for each in numbers if len(each) == 4}
    if len(years) > 1:
        return False
    parts = [int(each) for each in numbers[:3]]
    year = int(years.pop())
    if year not in parts:
        return False
    parts.remove(year)
    one, other = parts
    return _is_day(year, one, other) or _is_day(year, other, one)


def _is_span(numbers: list[str]) -> bool:
    if len(numbers) != 2 or len(numbers[0]) != 4:
        return False
    after = f"{int(numbers[0]) + 1}"
    is_month = len(numbers[1]) == 2 and 1 <= int(numbers[1]) <= 12
    return numbers[1] in (after, after[2:]) and not is_month


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
