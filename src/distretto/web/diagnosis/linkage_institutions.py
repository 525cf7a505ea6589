"""Firms and institutions on a page; numbers that tell of few firms are withheld."""

import math
from typing import Any

from django.utils.translation import gettext

from distretto.analysis.diagnosis.linkages.institutions import InstitutionTies
from distretto.web.diagnosis.few_firms import is_sum_of_enough, tells_of_few


def by_institution(found: InstitutionTies | None, fewest: int) -> list[dict[str, Any]]:
    """Each institution with its firms; numbers that tell of few firms are withheld."""
    if found is None:
        return []
    rows = found.by_institution.sort("firms", descending=True, maintain_order=True)
    return [_open(row, found.firms, fewest) for row in rows.to_dicts()]


def _open(row: dict[str, Any], firms: int, fewest: int) -> dict[str, Any]:
    """One institution; of whom few are tied, or few are not, no number is told."""
    is_withheld = tells_of_few(row["firms"], firms, fewest)
    if is_withheld:
        row |= {"firms": None, "firm_share": None}
    return row | {"is_withheld": is_withheld}


def is_whole_told(found: InstitutionTies, fewest: int) -> bool:
    """Whether what is told of all institutions together tells of no few firms.

    The mean times the firms is the sum of all institutions: less those that are told,
    it is the sum of those withheld.
    """
    firms = found.firms
    if not firms or not found.by_institution.height:
        return True
    if tells_of_few(round(found.tied_share * firms), firms, fewest):
        return False
    apart = [min(tied, firms - tied) for tied in _withheld(found, fewest)]
    return not apart or is_sum_of_enough(apart, fewest)


def of_all_institutions(
    found: InstitutionTies | None, fewest: int
) -> list[dict[str, Any]]:
    """The figures of all institutions together, without those that tell of few firms.

    The concentration beside the mean would give back two institutions, and is told
    where none is withheld.
    """
    if found is None or not is_whole_told(found, fewest):
        return []
    told = [
        (gettext("Firms whose ties are known"), found.firms, "count"),
        (gettext("Tied to an institution"), found.tied_share, "share"),
        (gettext("Institutions of a firm, on average"), found.mean_ties, "mean"),
    ]
    several = found.several_types_share
    if math.isnan(several) or not tells_of_few(
        round(several * found.firms), found.firms, fewest
    ):
        told.append((gettext("Tied to three types or more"), several, "share"))
    if not _withheld(found, fewest):
        name = gettext("Concentration on few institutions")
        told.append((name, found.concentration, "index"))
    return [{"name": name, "value": value, "kind": kind} for name, value, kind in told]


def _withheld(found: InstitutionTies, fewest: int) -> list[int]:
    """The firms of each institution of which no number is told."""
    every = found.by_institution["firms"].to_list()
    return [tied for tied in every if tells_of_few(tied, found.firms, fewest)]
