"""Named sets of industries that a quotient can be taken against.

A quotient compares a region with a reference. Against *all* industries an
industrial suburb is specialised in nearly every branch of manufacturing; against
manufacturing alone it shows which branch stands out. Each set is given by the
first two digits of the code, which differ between families of classifications.
"""

import re
from collections.abc import Collection, Sequence

import narwhals as nw
import polars as pl

from distretto.analysis.selection.base_totals import prefixes
from distretto.errors import InputError, gettext_noop

ISIC_FAMILY = ("ISIC", "NACE", "CIIU", "CLAE", "NIC", "CNAE", "ATECO", "CITI", "PSIC")
NAICS_FAMILY = ("NAICS", "SCIAN")

# Two-digit groups in use; where a code has one that the other family lacks, the
# family is certain.
_ISIC_DIVISIONS = frozenset(
    f"{n:02d}" for n in range(1, 100) if n not in (4, 34, 40, 44, 48, 54, 57, 67, 76)
) - {"83", "89"}
_NAICS_SECTORS = frozenset(
    {"11", "21", "22", "23", "31", "32", "33", "42", "44", "45", "48", "49"}
    | {str(number) for number in (*range(51, 57), 61, 62, 71, 72, 81, 92, 99)}
)

# What the codes of all industries of a branch begin with, such as 31, 14.1 and C10.
BRANCH = re.compile(r"[A-Z]?\d[\d.]*\d")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _range(first: int, last: int) -> frozenset[str]:
    return frozenset(f"{number:02d}" for number in range(first, last + 1))


NAMED_SETS: dict[str, dict[str, frozenset[str]]] = {
    "manufacturing": {"ISIC": _range(10, 33), "NAICS": _range(31, 33)},
    # Tradable by the 10 % of output rule [degregorio1994]: agriculture, mining,
    # manufacturing and transport.
    "traded": {
        "ISIC": _range(1, 3) | _range(5, 33) | _range(49, 53),
        "NAICS": frozenset({"11", "21", "48", "49"}) | _range(31, 33),
    },
}


def is_in_set(
    base: str | Collection[str], industry: str, family: str | None
) -> nw.Expr:
    """A condition that holds for rows whose industry belongs to the set."""
    code = nw.col(industry).cast(nw.String)
    if isinstance(base, str) or not isinstance(base, Collection):
        lettered = code.str.slice(0, 1).is_in(list(_LETTERS))  # as NACE “C10”
        first_two = nw.when(lettered).then(code.str.slice(1, 2))
        group = first_two.otherwise(code.str.slice(0, 2))
        return group.is_in(sorted(_prefixes(base, family)))
    return code.is_in(sorted(str(one) for one in base))


def industries_of_base(
    codes: Collection[str],
    base: str | Collection[str],
    *,
    classification: str | None = None,
) -> set[str]:
    """The industries that belong to a base: a named set, or codes [degregorio1994].

    Parameters
    ----------
    codes : collection of str
        The industries there are.
    base : “manufacturing”, “traded”, or a collection of codes
    classification : str, optional
        Such as “ISIC4”; by default the codes settle it.

    Returns
    -------
    set of str
        Those of `codes` that belong to it (dimensionless); one or more, where there
        are codes.

    Raises
    ------
    InputError
        The base is no set, none of the codes is in it, or which codes are meant
        depends on a classification that is not known.
    """
    present = sorted({str(code) for code in codes})
    family = family_of(classification, present)
    if not isinstance(base, str):
        base = within(base, present) or base
    check_base(base, family, present)
    table = nw.from_native(pl.DataFrame({"industry": present}, {"industry": pl.String}))
    inside = table.filter(is_in_set(base, "industry", family))
    return set(inside["industry"].to_list())


def within(base: Collection[str], industries: Collection[str]) -> set[str]:
    """Those of the industries that the codes of a base stand for.

    A code of the table stands for itself, any other for what begins with it, as the
    coarser levels of a classification do: “31” for 3131 and 3141, “C10” for C1011,
    “31-33” for what begins with 31, 32 or 33. One digit alone begins too much.
    """
    found: set[str] = set()
    for code in map(str, base):
        starts = tuple(filter(BRANCH.fullmatch, prefixes(code)))
        if code in industries:
            found.add(code)
        elif starts:
            found.update(one for one in industries if one.startswith(starts))
    return found


def check_base(
    base: str | Collection[str], family: str | None, industries: Collection[str]
) -> None:
    """Refuse a base that is no set, or that none of the table's industries is in.

    A table without industries has nothing to compare, in any base.
    """
    codes = sorted({str(code) for code in industries})
    inside = is_in_set(base, "industry", family)  # refuses what is no set
    table = nw.from_native(pl.DataFrame({"industry": codes}, {"industry": pl.String}))
    if codes and table.filter(inside).is_empty():
        named = [base] if isinstance(base, str) else [str(code) for code in base]
        raise InputError(
            "empty_base",
            gettext_noop(
                "The table has none of the industries to compare within (%(base)s). "
                "Give codes as it has them, or for a map their first two digits or "
                "more. Its industries are: %(present)s."
            ),
            base=_quoted(named) or "none",
            present=_quoted(codes),
        )


def _quoted(codes: Sequence[str], most: int = 6) -> str:
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return ", ".join(f"“{code}”" for code in codes[:most]) + more


def family_of(classification: str | None, codes: Collection[str] = ()) -> str | None:
    """“ISIC” or “NAICS”: by the classification's name, else by its codes.

    None where neither settles it: then a named set cannot be used.
    """
    name = (classification or "").upper()
    if name.startswith(NAICS_FAMILY):
        return "NAICS"
    if name.startswith(ISIC_FAMILY):
        return "ISIC"
    groups = {str(code).lstrip(_LETTERS)[:2] for code in codes}
    if groups and groups <= _NAICS_SECTORS and not groups <= _ISIC_DIVISIONS:
        return "NAICS"
    if groups and groups <= _ISIC_DIVISIONS and not groups <= _NAICS_SECTORS:
        return "ISIC"
    return None


def _prefixes(base: object, family: str | None) -> frozenset[str]:
    if not isinstance(base, str) or base not in NAMED_SETS:
        raise InputError(
            "no_such_set",
            gettext_noop(
                "There is no set of industries called “%(base)s”. Choose from "
                "%(present)s, or give a list of industry codes."
            ),
            base=base,
            present=", ".join(f"“{one}”" for one in NAMED_SETS),
        )
    if family is None:
        raise InputError(
            "unknown_classification",
            gettext_noop(
                "Which codes are “%(base)s” depends on the classification, and the "
                "codes do not settle it. Say which it is, for example “ISIC4”, "
                "“NACE2” or “NAICS2017”, or give a list of industry codes."
            ),
            base=base,
        )
    return NAMED_SETS[base][family]
