"""A location quotient with its own figures in it, so that anybody can follow it."""

from collections.abc import Collection
from dataclasses import dataclass

from distretto.analysis.checks import check_at_least_zero


@dataclass(frozen=True)
class QuotientExplanation:
    """A location quotient and the figures it is made of.

    Attributes
    ----------
    lq : float or None
        The quotient, dimensionless; None where it is undefined.
    regional_share, reference_share : float or None
        The industry's share of the region and of the reference area, 0 to 1.
    formula : str
        The quotient in figures, such as “(1,200 / 20,000) / (30,000 / 2,000,000)
        = 4”. A total that leaves out hidden cells stands behind “≥”, and the quotient
        behind “≤” (it is at most this) or “≈” (it may err either way).
    """

    lq: float | None
    regional_share: float | None
    reference_share: float | None
    formula: str


def explain_location_quotient(
    value: float,
    region_total: float,
    *,
    reference_industry_total: float | None = None,
    reference_total: float | None = None,
    reference_share: float | None = None,
    minima: Collection[str] = (),
) -> QuotientExplanation:
    """A location quotient in its own figures [hoover1936].

    LQ = (value / region_total) / (reference_industry_total / reference_total)

    Parameters
    ----------
    value : float
        Persons (or establishments) of the industry in the region or cluster.
    region_total : float
        Persons (or establishments) of all its industries.
    reference_industry_total, reference_total : float, optional
        The same two figures of the reference area.
    reference_share : float, optional
        The industry's share of the reference area (0 to 1, dimensionless), where
        only that is known. The two totals win over it.
    minima : names of those of these figures that leave out hidden cells, optional
        Each is the least that the true total can be.

    Returns
    -------
    QuotientExplanation
        `lq`, dimensionless (1 means the reference's share; None where a total is
        zero or missing), the two shares (0 to 1) and the `formula` in figures.

    Raises
    ------
    InputError
        A figure is negative or not a number.
    """
    check_at_least_zero(value, "value")
    check_at_least_zero(region_total, "region_total")
    here = value / region_total if region_total else None
    there, reference = _reference(
        reference_industry_total, reference_total, reference_share, minima
    )
    quotient = here / there if here is not None and there else None
    shown = "= undefined"
    if quotient is not None:
        shown = f"{_relation(minima)} {quotient:.4g}"
    total = _figure(region_total, "region_total", minima)
    formula = f"({value:,.10g} / {total}) / {reference} {shown}"
    return QuotientExplanation(quotient, here, there, formula)


def _figure(number: float, name: str, minima: Collection[str]) -> str:
    return f"{'≥ ' if name in minima else ''}{number:,.10g}"


def _relation(minima: Collection[str]) -> str:
    """How the quotient stands to the truth, given totals that are too small."""
    if "reference_total" in minima:
        return "≈"
    return "≤" if minima else "="


def _reference(
    industry_total: float | None,
    total: float | None,
    share: float | None,
    minima: Collection[str],
) -> tuple[float | None, str]:
    if industry_total is not None and total is not None:
        check_at_least_zero(industry_total, "reference_industry_total")
        check_at_least_zero(total, "reference_total")
        part = _figure(industry_total, "reference_industry_total", minima)
        whole = _figure(total, "reference_total", minima)
        return (industry_total / total if total else None), f"({part} / {whole})"
    if share is not None:
        check_at_least_zero(share, "reference_share")
        return share, f"{share:.6g}"
    return None, "unknown"
