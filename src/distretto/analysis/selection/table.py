"""The table every measure of selection starts from: regions by industries.

A statistics office publishes more than cells. It publishes the total of a region
and of an industry even where the cells below them are suppressed, and those
totals are right where a sum over the visible cells is too small. So cells and
published totals travel together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from narwhals.typing import IntoFrame

from distretto.notes import Note


@dataclass(frozen=True)
class AlikeTotals:
    """Totals of just what the cells count, where the table's own count more.

    Quotients may divide by the jobs of all owners though the cells are of private
    firms. A change cannot be taken apart so: private jobs would be compared with the
    growth of all, and what other owners did would look hidden.

    Attributes
    ----------
    regions : table or None
        `region`, `establishments`, `employment` (and `year`), as in
        `RegionIndustryTable.region_totals`. None: none were published.
    whole : dict of year to dict
        For each year `{"establishments": n, "employment": n}` of the reference area.
    covers_regions : bool
        Whether the reference area is that of the regions, and not a wider one.
    note : Note
        Which totals these are.
    """

    regions: IntoFrame | None
    whole: Mapping[int, Mapping[str, float | None]]
    covers_regions: bool
    note: Note


@dataclass(frozen=True)
class RegionIndustryTable:
    """Cells of regions by industries, with the totals that were published.

    Attributes
    ----------
    cells : table, one row per region x industry (x year)
        Columns `region` and `industry` (text), `establishments` and `employment`
        (counts; null where unknown or suppressed, never zero in its place) and,
        where there is more than one, `year` (integer). A pair that is not listed
        employs nobody; a pair that is listed with null is unknown.
    region_totals : table or None
        `region`, `establishments`, `employment` (and `year`): totals of a region
        over *all* its industries, as published. None: the sums of the cells.
    industry_totals : table or None
        `industry`, `establishments`, `employment` (and `year`): totals of an
        industry over *all* regions of the reference area. None: the sums.
    grand_total : dict or None
        `{"establishments": n, "employment": n}` of the reference area (of the last
        year where there are several). None: the sums of the region totals.
    region_group_totals : table or None
        `region`, `industry` (code of a group of industries, such as “31-33” or “311”),
        `establishments`, `employment` (and `year`): totals of a group in a region, as
        published. A group holds the industries whose codes begin with its own. Read
        where industries are compared within a base.
    group_totals : table or None
        `industry` (code of a group), `establishments`, `employment` (and `year`):
        totals of a group over all regions of the reference area, as published.
    plants : table or None
        `industry` and `plant_herfindahl` (dimensionless, null where unknown): how the
        persons of an industry are divided among its plants, in the last year. None:
        the table does not tell.
    alike : AlikeTotals or None
        Totals of what the cells count, where those above count more, such as other
        owners: growth is told by them. None: those above count the same.
    region_names, industry_names : dict of code to title
        Titles found beside the codes; may be empty.
    classification : str or None
        Key of the classification of the industries, such as "ISIC4", "NAICS2017".
    notes : tuple of Note
        What was understood and what was left out when the file was read, in
        sentences for people; `str` gives the English one.
    """

    cells: IntoFrame
    region_totals: IntoFrame | None = None
    industry_totals: IntoFrame | None = None
    grand_total: dict[str, float | None] | None = None
    region_names: dict[str, str] = field(default_factory=dict)
    industry_names: dict[str, str] = field(default_factory=dict)
    classification: str | None = None
    notes: tuple[Note, ...] = ()
    origin: dict[str, Any] = field(default_factory=dict)
    region_group_totals: IntoFrame | None = None
    group_totals: IntoFrame | None = None
    plants: IntoFrame | None = None
    alike: AlikeTotals | None = None
