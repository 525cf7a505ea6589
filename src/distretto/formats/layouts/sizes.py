"""Size bands such as “a. 1-9”, “500+”, “Under 5”: their ends and their middles.

The middle of a closed band is halfway between its ends; nothing below one person is
counted. An open top band has no middle: it counts as its lower end times a factor
(1.5 unless told otherwise). Both are rules of thumb, so employment from bands is an
estimate, and says so.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice, pairwise

from distretto.errors import gettext_noop
from distretto.formats.numbers import DIGITS, UNKNOWN_MARKS
from distretto.formats.words import plain
from distretto.notes import Note, Param

SHOWN = 12  # bands in a note

OPEN_TOP = (
    "more",
    "over",
    "above",
    "plus",
    "mas",
    "et plus",
    "ou plus",
    "or more",
    "and more",
    "and over",
    "y mas",
    "e mais",
    "ou mais",
    "mais",
    "greater",
    "sup",
    "superieur",
    "au moins",
    "at least",
    "اكثر",
    "فاكثر",
    "فاكثر من",
    "अधिक",
)
OPEN_BOTTOM = (
    "under",
    "less",
    "fewer",
    "below",
    "menos",
    "moins",
    "menor",
    "hasta",
    "up to",
    "jusqu",
    "ate",
    "inf",
    "اقل",
    "कम",
)
STRICT_TOP = ("more than", "over", "above", "mas de", "plus de", "mais de", "اكثر من")
STRICT_BOTTOM = (
    "under",
    "less",
    "fewer",
    "below",
    "menos",
    "moins",
    "menor",
    "اقل",
    "कम",
)
TO_DIGITS = {ord(sign): digit for sign, digit in DIGITS.items()}
NUMBER = r"\d+(?:[ \u00a0\u202f,.']\d{3})*"
DECIMAL = re.compile(r"\d+[.,٫]\d+")
MOST_BANDS = 40  # different ones in a scale of sizes
SURE_SHARE = 0.8  # of them that are bands, where nothing but they speaks for sizes


def ends_of(band: str) -> tuple[float, float | None] | None:
    """Lowest and highest number of persons; None for the highest of an open band.

    None altogether where the text is no size.
    """
    text = band.strip().translate(TO_DIGITS)
    text = re.sub(r"^\s*\(?[A-Za-z]{1,2}\s?[.):]\s+", "", text)  # the "a. " of "a. 1-9"
    text = re.sub(r"^\s*0\d\s?[.):-]\s+", "", text)
    if DECIMAL.fullmatch(text.strip()) and not re.fullmatch(NUMBER, text.strip()):
        return None  # 1.07 is a measure, neither a head count nor 1 to 7
    numbers = [float(re.sub(r"\D", "", each)) for each in re.findall(NUMBER, text)]
    words = plain(text)
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return numbers[0], numbers[1]
    if len(numbers) != 1:
        return None
    edge = numbers[0]
    if "+" in text or "≥" in text or ">=" in text:
        return edge, None
    if text.lstrip().startswith(">"):
        return edge + 1, None
    if text.lstrip().startswith(("≤", "<=")):
        return 0, edge
    if text.lstrip().startswith("<"):
        return 0, edge - 1
    return _ends_in_words(edge, words)


def _ends_in_words(edge: float, words: str) -> tuple[float, float | None] | None:
    if any(word in words for word in OPEN_BOTTOM):
        strict = any(word in words for word in STRICT_BOTTOM)
        return 0, edge - 1 if strict else edge
    if any(word in words.split() or f" {word}" in words for word in OPEN_TOP):
        return (edge + 1 if words.startswith(STRICT_TOP) else edge), None
    only = re.sub(r"\d|\s", "", words)
    people = ("", "person", "persons", "people", "employee", "employees", "personas")
    return (edge, edge) if only in people else None


def is_band(text: str) -> bool:
    """Whether a text is a band (and not a single number)."""
    found = ends_of(text)
    return found is not None and found[0] != found[1]


def are_head_counts(texts: Iterable[str]) -> bool:
    """Whether all sizes that are told are single numbers of persons, not bands."""
    told = [text for text in texts if text.strip().lower() not in UNKNOWN_MARKS]
    ends = [ends_of(text) for text in told]
    return all(each is not None and each[0] == each[1] for each in ends)


def is_scale(texts: Collection[str]) -> bool:
    """Whether the different texts of a column can only be bands of one scale of sizes.

    That is: nearly all are bands or marks of the unknown, there are several and not
    many, and no band reaches into the next (10-50 beside 50-100 may).
    """
    told = [text for text in texts if text.strip().lower() not in UNKNOWN_MARKS]
    bands = sorted(
        {ends for text in told if is_band(text) and (ends := ends_of(text))},
        key=lambda ends: (ends[0], math.inf if ends[1] is None else ends[1]),
    )
    if not 2 <= len(bands) <= MOST_BANDS or len(told) > MOST_BANDS:
        return False
    apart = all(
        low[1] is not None and low[1] <= high[0] for low, high in pairwise(bands)
    )
    return apart and len(bands) >= SURE_SHARE * len(told)


def middle_of(band: str, open_band_factor: float = 1.5) -> float | None:
    """Persons employed that an establishment of this band counts as.

    1-9 counts 5, 10-49 counts 29.5, "Under 5" (one to four) 2.5, and 500+ counts 750.
    """
    found = ends_of(band)
    if found is None:
        return None
    low, high = found
    if high is None:
        return low * open_band_factor
    return (max(low, min(1, high)) + high) / 2


def values_of(
    bands: Iterable[str], told: Mapping[str, float], open_band_factor: float
) -> tuple[dict[str, float | None], list[str]]:
    """Persons for each band as written, and the texts that are no band.

    Marks of the unknown are null without being a problem.
    """
    own = {plain(band): value for band, value in told.items()}
    values: dict[str, float | None] = {}
    strange = []
    for band in bands:
        if plain(band) in own:
            values[band] = own[plain(band)]
        elif band.strip().lower() in UNKNOWN_MARKS:
            values[band] = None
        else:
            values[band] = middle_of(band, open_band_factor)
            if values[band] is None:
                strange.append(band)
    return values, strange


def note_of(values: Mapping[str, float | None], open_band_factor: float) -> Note:
    """How the bands were counted, in a sentence."""
    known = {band: value for band, value in values.items() if value is not None}
    ordered = sorted(known.items(), key=lambda each: each[1])
    return Note(
        gettext_noop(
            "Employment is estimated from size bands: %(values)s. A band counts as its "
            "middle, an open top band as its lower end times %(factor)s."
        ),
        values=band_values(ordered),
        factor=open_band_factor,
    )


def band_values(pairs: Iterable[tuple[str, str | float]]) -> Param:
    """The first bands with what each counts as, for a gap of a note."""
    return tuple(
        Note(gettext_noop("“%(band)s” as %(value)s"), band=band, value=value)
        for band, value in islice(pairs, SHOWN)
    )
