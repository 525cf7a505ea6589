"""What a person may say about a table, and what is understood of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError, InputError, gettext_noop
from distretto.formats.listed import codes_in
from distretto.formats.problems import Problem, errors_of
from distretto.notes import Note

# What a column can be. The first five are the standard names of a long table.
ROLES = {
    "region": gettext_noop("region"),
    "industry": gettext_noop("industry"),
    "year": gettext_noop("year"),
    "establishments": gettext_noop("number of establishments"),
    "employment": gettext_noop("persons employed"),
    "region_name": gettext_noop("name of the region"),
    "industry_name": gettext_noop("title of the industry"),
    "size": gettext_noop("size, or size band, of the establishment"),
    "latitude": gettext_noop("latitude"),
    "longitude": gettext_noop("longitude"),
}
COUNTS = ("establishments", "employment")
NO_TOTAL = "none"  # told as a total: no region, or no industry, is the total of all
# What else the columns of a layout that is known by name stand for.
QCEW_COLUMNS = {
    "area_fips": gettext_noop("region"),
    "industry_code": gettext_noop("industry"),
    "own_code": gettext_noop("ownership"),
    "agglvl_code": gettext_noop("level of the region and of the industry"),
    "disclosure_code": gettext_noop("mark of suppressed cells"),
}
LAYOUT_TITLES = {
    "qcew": gettext_noop("BLS QCEW annual file"),
    "long": gettext_noop("Long table: a row for each region and industry"),
    "wide": gettext_noop("Wide table: a column for each industry or region"),
    "establishments": gettext_noop("Establishment list: a row for each establishment"),
}


@dataclass(frozen=True)
class Choices:
    """What a person may say beside the file; None leaves it to be understood.

    Attributes
    ----------
    columns : dict of role to column name
        Roles are the keys of `ROLES`; "" says that there is no such column.
    layout : "qcew", "long", "wide" or "establishments"
    level : int
        Digits of the industry codes to use; "31-33" has two, a letter one.
    year : int
        The last year to use; earlier ones stay for growth.
    decimal : "." or ","
    measure : "employment" or "establishments"
        What the figures of a wide table are, or of columns headed by years.
    duplicates : "refuse" or "sum"
        What to do where a region, an industry and a year are listed twice.
    accept_problems : bool
        Read cells with errors as unknown instead of refusing the table.
    band_values : dict of size band to persons employed
        In place of the middles of the bands.
    open_band_factor : float
        An open top band such as "500+" counts as its lower end times this; 1 or more.
    total_region, total_industry : str
        The label that is the total of all regions, or of all industries, where it
        neither says so nor adds up; "none" says that there is none. Refused where
        the table does not have it, and for QCEW, whose rows say themselves what they
        are.
    leave_out : sequence of str
        Regions and industries that are not cells, such as groups of regions. One text
        is cut at its commas.
    accept_totals : bool
        Go on where cells add up to more than the published total of all.
    fill_down : bool
        A blank region or industry is that of the row above, as in merged cells.
    zero_is_unknown : bool
        0 persons where there are establishments is a hidden figure, in a long table
        or the QCEW; a list of establishments has plants without employees.
    minimum_known_share : float
        Share of a cell's establishments whose size must be known, 0 to 1.
    ownership : str
        QCEW: the ownership to use, "5" private, "0" all.
    classification : str
        Such as "ISIC4" or "NAICS2017".
    titles : dict of industry code to title
    region_titles : dict of region code to name
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    layout: str | None = None
    level: int | None = None
    year: int | None = None
    decimal: str | None = None
    measure: str = "employment"
    duplicates: str = "refuse"
    accept_problems: bool = False
    band_values: Mapping[str, float] = field(default_factory=dict)
    open_band_factor: float = 1.5
    total_region: str | None = None
    total_industry: str | None = None
    leave_out: Sequence[str] = ()
    accept_totals: bool = False
    fill_down: bool = False
    zero_is_unknown: bool = False
    minimum_known_share: float = 1.0
    ownership: str = "5"
    classification: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    region_titles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leave_out", _codes(self.leave_out))
        share = self.minimum_known_share
        if not 0 <= share <= 1:
            raise InputError(
                "not_a_share",
                gettext_noop("“%(name)s” is %(found)s; give a share from 0 to 1."),
                name="minimum_known_share",
                found=share,
            )
        factor = self.open_band_factor
        if not 1 <= factor < math.inf:
            raise InputError(
                "not_a_factor",
                gettext_noop(
                    "“%(name)s” is %(found)s; give a number of one or more, because "
                    "an open size band holds at least its lower end."
                ),
                name="open_band_factor",
                found=factor,
            )


def _codes(told: Sequence[str]) -> tuple[str, ...]:
    """Codes that a person lists, however they are listed."""
    codes = codes_in(told) if isinstance(told, str) else map(str, told)
    return tuple(code for each in codes if (code := each.strip()))


@dataclass(frozen=True)
class TotalCheck:
    """A published total beside the sum of its parts.

    `kind` is "region", "industry" or "parent"; `parts` is the sum of the parts that
    are known, `all_known` whether that is all of them, and `count` how many they are.
    """

    kind: str
    code: str
    measure: str
    published: float
    parts: float
    all_known: bool
    year: int | None = None
    count: int = 1

    @property
    def difference(self) -> float:
        """Published less the sum of the known parts."""
        return self.published - self.parts

    @property
    def agrees(self) -> bool:
        """Whether the two can both be right, rounding of published figures allowed.

        The total of an industry may be larger than its regions: it counts firms of
        no region too.
        """
        if self.all_known and self.kind == "region":
            return abs(self.difference) <= self._rounding
        return self.difference >= -self._rounding

    @property
    def exceeds(self) -> bool:
        """Whether it is more than its parts, although all of them are known."""
        return self.all_known and self.difference > self._rounding

    @property
    def _rounding(self) -> float:
        """Errors of half a unit hardly ever add up to more than the root of n."""
        return max(math.sqrt(self.count), 0.001 * abs(self.published))


@dataclass(frozen=True)
class Understanding:
    """A table as understood, before anything is used: the dry run.

    Attributes
    ----------
    layout : str
        Key of the layout; `layout_title` is its name for people.
    columns : dict of role to column name
    rows : int
        Rows of data in the file.
    regions, industries : int
        How many different ones are used.
    years : tuple of int
    level : int or None
        Digits of the industry codes used.
    levels : dict of level to number of industries
        All levels that the file has.
    totals : tuple of TotalCheck
        Published totals beside the sums of their parts.
    problems : tuple of Problem
        At most the first hundred of each rule; `problem_count` has all.
    notes : tuple of Note
    accepted : bool
        Whether cells with errors are read as unknown.
    file : str
        Name of the file.
    """

    layout: str
    layout_title: str
    columns: Mapping[str, str]
    rows: int
    regions: int
    industries: int
    years: tuple[int, ...]
    level: int | None
    levels: Mapping[int, int]
    totals: tuple[TotalCheck, ...]
    problems: tuple[Problem, ...]
    problem_count: int
    notes: tuple[Note, ...]
    accepted: bool
    file: str
    _table: RegionIndustryTable = field(repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep cells from being used."""
        return errors_of(self.problems)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What only a person can answer, such as whether a region is the total."""
        return tuple(each for each in self.problems if each.severity == "question")

    def table(self) -> RegionIndustryTable:
        """The table for the measures; refused while it has errors not accepted."""
        errors = self.errors
        if self.questions and not self.accepted:
            raise FormatError(
                "table_has_questions",
                gettext_noop("The table leaves a question open. %(first)s"),
                first=str(self.questions[0]),
            )
        doubled = [each for each in errors if each.code == "parts_exceed_totals"]
        if doubled and not self.accepted:
            raise FormatError(
                "table_counts_twice",
                gettext_noop(
                    "The table counts some figures twice: %(first)s Name them in "
                    "“leave_out”, or the total in “total_region” or “total_industry”."
                ),
                first=str(doubled[0]),
            )
        if errors and not self.accepted:
            raise FormatError(
                "table_has_problems",
                gettext_noop(
                    "The table has %(count)s cells or rows that cannot be used. The "
                    "first: %(first)s Put them right, or accept that they are read as "
                    "unknown."
                ),
                count=f"{max(self.problem_count, len(errors)):,}",
                first=str(errors[0]),
            )
        return self._table
