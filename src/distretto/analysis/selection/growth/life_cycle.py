"""A hint at where a cluster stands in its life, from three figures and a plain rule.

The rule is a convention, not a law: it reads growth of jobs, growth of the location
quotient and size against cut-offs that everybody may set, and says so with its own
figures. Stages after Menzel and Fornahl, who call the third one sustaining.
"""

import math
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.growth.quotients import location_quotient_growth
from distretto.errors import gettext_noop
from distretto.notes import Note

__all__ = ["Cutoffs", "explain_stage", "life_cycle"]

STAGES = {
    "emerging": gettext_noop("emerging"),
    "growing": gettext_noop("growing"),
    "mature": gettext_noop("mature"),
    "declining": gettext_noop("declining"),
    "none": gettext_noop("no cluster"),
}


@dataclass(frozen=True)
class Cutoffs:
    """Where the rule draws its lines.

    Attributes
    ----------
    growth : float
        Jobs grow, or shrink, where they do by this share a year or more (0.01: 1 %).
    lq_growth : float
        The quotient rises, or falls, where it does by more than this share a year;
        else it holds.
    small : float
        Fewer than so many jobs (or establishments) at the end are few.
    specialised : float
        A quotient from here on is a specialisation; 1 is the reference's share.
    """

    growth: float = 0.01
    lq_growth: float = 0.01
    small: float = 500.0
    specialised: float = 1.0

    def __post_init__(self) -> None:
        for name in ("growth", "lq_growth", "small", "specialised"):
            check_at_least_zero(getattr(self, name), name)


DEFAULT = Cutoffs()


def life_cycle(
    cells: IntoFrameT,
    *,
    start: int,
    end: int,
    cutoffs: Cutoffs = DEFAULT,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
) -> IntoFrameT:
    """Where each industry of a region stands in its life, as a hint [menzel2010].

    With e the figures and LQ the quotients at start and end, n years apart:

    - the figures *grow* where e1 >= e0 (1 + growth)^n and e1 > 0, *shrink* where
      e1 <= e0 (1 - growth)^n and e0 > 0
    - the quotient *rises* where LQ1 > LQ0 (1 + lq_growth)^n, *falls* where
      LQ1 < LQ0 (1 - lq_growth)^n
    - “emerging”: figures grow, LQ rises, and e1 < small or LQ1 < specialised
    - “growing”: figures grow, LQ does not fall, e1 >= small and LQ1 >= specialised
    - “declining”: figures shrink, LQ does not rise, e0 >= small and LQ0 >= specialised
    - “mature”: none of these, e1 >= small and LQ1 >= specialised
    - “none”: all else; too small or too little specialised to be read

    Parameters
    ----------
    cells, start, end, region_totals, industry_totals, reference
        As for `location_quotient_growth`.
    cutoffs : Cutoffs
        Where the lines are drawn: shares a year, and a number in the unit of `value`.
    value, region, industry, year
        As for `location_quotient_growth`.

    Returns
    -------
    table of the same kind, one row per region x industry listed in either year
        The columns of `location_quotient_growth`; `growth`, the relative change of the
        value per year (a share, dimensionless; null where it was zero); and `stage`,
        one of the words above, null where a figure is unknown.

    Raises
    ------
    InputError
        As for `location_quotient_growth`; a cut-off is below zero.
    """
    found: Any = nw.from_native(
        location_quotient_growth(
            cells,
            start=start,
            end=end,
            region_totals=region_totals,
            industry_totals=industry_totals,
            reference=reference,
            value=value,
            region=region,
            industry=industry,
            year=year,
        )
    )
    e0, e1 = nw.col("value_start"), nw.col("value_end")
    yearly = nw.when(e0 > 0).then((e1 / e0) ** (1 / (end - start)) - 1)
    stage = _stage(cutoffs, end - start).alias("stage")
    return found.with_columns(yearly.alias("growth"), stage).to_native()


def _stage(at: Cutoffs, years: int) -> nw.Expr:
    e0, e1 = nw.col("value_start"), nw.col("value_end")
    lq0, lq1 = nw.col("lq_start"), nw.col("lq_end")
    unknown = e0.is_null() | e1.is_null() | lq0.is_null() | lq1.is_null()
    up, down = (1 + at.growth) ** years, max(1 - at.growth, 0) ** years
    lq_up, lq_down = (1 + at.lq_growth) ** years, max(1 - at.lq_growth, 0) ** years
    grows, shrinks = (e1 >= e0 * up) & (e1 > 0), (e1 <= e0 * down) & (e0 > 0)
    rises, falls = lq1 > lq0 * lq_up, lq1 < lq0 * lq_down
    strong = (e1 >= at.small) & (lq1 >= at.specialised)
    was_strong = (e0 >= at.small) & (lq0 >= at.specialised)
    said = nw.when(strong).then(nw.lit("mature")).otherwise(nw.lit("none"))
    for condition, stage in (
        (shrinks & ~rises & was_strong, "declining"),
        (grows & rises & ~strong, "emerging"),
        (grows & ~falls & strong, "growing"),
    ):
        said = nw.when(condition).then(nw.lit(stage)).otherwise(said)
    return nw.when(~unknown).then(said)


def explain_stage(
    value_start: float | None,
    value_end: float | None,
    lq_start: float | None,
    lq_end: float | None,
    *,
    stage: str | None,
    years: int,
    cutoffs: Cutoffs = DEFAULT,
) -> Note:
    """The rule of `life_cycle` with its own figures, in a sentence [menzel2010].

    Parameters
    ----------
    value_start, value_end : float or None
        The figures at the start and end, in their unit, such as persons.
    lq_start, lq_end : float or None
        The quotients at the start and end, dimensionless.
    stage : str or None
        What `life_cycle` said.
    years : int
        How many years lie between.
    cutoffs : Cutoffs
        Those the stage was found with.

    Returns
    -------
    Note
        A sentence of the jobs' and the quotient's growth per year (shares), the size
        and the cut-offs they were held against; of what is unknown where it is.

    Raises
    ------
    InputError
        A figure is below zero.
    """
    e0, e1, lq0, lq1 = map(_known, (value_start, value_end, lq_start, lq_end))
    if stage is None or e0 is None or e1 is None or lq0 is None or lq1 is None:
        return Note(UNKNOWN)
    return Note(
        RULE[stage],
        jobs_start=round(e0),
        jobs_end=round(e1),
        jobs_rate=_rate(e0, e1, years),
        lq_start=round(lq0, 2),
        lq_end=round(lq1, 2),
        lq_rate=_rate(lq0, lq1, years),
        growth=_percent(cutoffs.growth),
        lq_growth=_percent(cutoffs.lq_growth),
        small=cutoffs.small,
        specialised=cutoffs.specialised,
    )


def _known(figure: float | None) -> float | None:
    if figure is None or (isinstance(figure, float) and math.isnan(figure)):
        return None
    return check_at_least_zero(figure, "figure")


def _rate(before: float, after: float, years: int) -> Note:
    if before <= 0:
        return Note(FROM_NOTHING)
    number = round(100 * ((after / before) ** (1 / years) - 1), 1)
    return Note(RISE if number > 0 else FALL, number=number)


def _percent(share: float) -> Note:
    return Note(SHARE, number=round(100 * share, 1))


UNKNOWN = gettext_noop("Unknown, because a figure or a quotient is unknown.")
FROM_NOTHING = gettext_noop("from nothing")
SHARE = gettext_noop("%(number)s%%")
RISE = gettext_noop("+%(number)s%% a year")
FALL = gettext_noop("%(number)s%% a year")
RULE = {
    "emerging": gettext_noop(
        "Emerging: from %(jobs_start)s to %(jobs_end)s (%(jobs_rate)s, at least "
        "%(growth)s), LQ from %(lq_start)s to %(lq_end)s (%(lq_rate)s, more than "
        "%(lq_growth)s); still fewer than %(small)s, or an LQ below %(specialised)s."
    ),
    "growing": gettext_noop(
        "Growing: from %(jobs_start)s to %(jobs_end)s (%(jobs_rate)s, at least "
        "%(growth)s), LQ from %(lq_start)s to %(lq_end)s (%(lq_rate)s, no fall of more "
        "than %(lq_growth)s); no fewer than %(small)s, and an LQ of %(specialised)s or "
        "more."
    ),
    "declining": gettext_noop(
        "Declining: from %(jobs_start)s to %(jobs_end)s (%(jobs_rate)s, a fall of "
        "%(growth)s or more), LQ from %(lq_start)s to %(lq_end)s (%(lq_rate)s, no rise "
        "of more than %(lq_growth)s); at the start no fewer than %(small)s, and an LQ "
        "of %(specialised)s or more."
    ),
    "mature": gettext_noop(
        "Mature: from %(jobs_start)s to %(jobs_end)s (%(jobs_rate)s), LQ from "
        "%(lq_start)s to %(lq_end)s (%(lq_rate)s): neither growing nor declining, with "
        "lines at %(growth)s and %(lq_growth)s; no fewer than %(small)s, and an LQ of "
        "%(specialised)s or more."
    ),
    "none": gettext_noop(
        "No cluster yet: from %(jobs_start)s to %(jobs_end)s (%(jobs_rate)s), LQ from "
        "%(lq_start)s to %(lq_end)s (%(lq_rate)s): the two do not rise together, with "
        "lines at %(growth)s and %(lq_growth)s; fewer than %(small)s, or an LQ below "
        "%(specialised)s."
    ),
}
