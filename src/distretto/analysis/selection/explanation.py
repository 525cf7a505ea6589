"""A location quotient with its own figures in it, so that anybody can follow it."""

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
        = 4”.
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
        reference_industry_total, reference_total, reference_share
    )
    quotient = here / there if here is not None and there else None
    shown = "undefined" if quotient is None else f"{quotient:.4g}"
    formula = f"({value:,.10g} / {region_total:,.10g}) / {reference} = {shown}"
    return QuotientExplanation(quotient, here, there, formula)


def _reference(
    industry_total: float | None, total: float | None, share: float | None
) -> tuple[float | None, str]:
    if industry_total is not None and total is not None:
        check_at_least_zero(industry_total, "reference_industry_total")
        check_at_least_zero(total, "reference_total")
        text = f"({industry_total:,.10g} / {total:,.10g})"
        return (industry_total / total if total else None), text
    if share is not None:
        check_at_least_zero(share, "reference_share")
        return share, f"{share:.6g}"
    return None, "unknown"
