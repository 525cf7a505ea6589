"""Words of any script as plain Latin ones, so that they can be compared and found."""

import re
import unicodedata

from anyascii import anyascii

# Arabic is written without short vowels, and anyascii leaves out the long ā as well:
# with it, and with the article apart, words come near to how people write them in Latin
# letters. Hidden marks (tatweel, signs of direction) are no letters.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اأإآىةٱ", "a"),
        **dict.fromkeys("\u0640\u200b\u200c\u200d\u200e\u200f\u061c\ufeff", None),
    }
)
_ARTICLE = re.compile(r"\b(?:وال|بال|ال|لل)(?=[\u0621-\u064a]{3})")
# “S.A.R.L.” and “P.T.” are one word; so are “S A” and “A B C”.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")
_SINGLE = re.compile(r"\b[a-z](?: [a-z])+\b")
_APOSTROPHES = re.compile("(?<=[^\\W\\d_])['’`´ʼʹ](?=[^\\W\\d_])")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_UNPRINTED = re.compile("[\u25a1\ufffd]")


def folded(text: str) -> str:
    """Words in plain Latin letters and digits, in lower case, one space between them.

    Case, accents and punctuation go, any script becomes Latin, digits are kept and
    parted from letters, letters with dots between them are joined: “S.A.” is “sa”.
    Stored beside a record, it is what `Lookup` searches.

    Parameters
    ----------
    text : str
        Of any script.

    Returns
    -------
    str
        Words of a to z and numbers of 0 to 9; "" where the text has neither.
        Folding twice changes nothing.

    Raises
    ------
    Nothing: every text has an answer.
    """
    if not text.isascii():
        text = _latin(text)
    text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    text = _APOSTROPHES.sub("", text.lower()).replace("&", " and ")
    words = " ".join(_WORD.findall(text))
    return _SINGLE.sub(lambda found: found[0].replace(" ", ""), words)


def _latin(text: str) -> str:
    """The text in ASCII: accents off, other scripts sounded out."""
    text = _UNPRINTED.sub(" ", unicodedata.normalize("NFKC", text))
    text = _ARTICLE.sub(" al ", text).translate(_ARABIC)
    return anyascii(text)
