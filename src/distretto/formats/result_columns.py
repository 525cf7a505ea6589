"""The columns of a cluster map in a workbook: headings with units, formats, widths."""

from distretto.errors import gettext_noop

# Column -> heading with unit, number format, width.
COUNT, RATIO, SHARE, WHOLE, TEXT = "#,##0", "0.00", "0.0%", "0", "@"
COLUMNS: dict[str, tuple[str, str, int]] = {
    "rank": (gettext_noop("Rank"), WHOLE, 6),
    "region": (gettext_noop("Region (code)"), TEXT, 16),
    "region_name": (gettext_noop("Region"), TEXT, 24),
    "regions": (gettext_noop("Regions (codes)"), TEXT, 24),
    "region_names": (gettext_noop("Regions"), TEXT, 32),
    "industry": (gettext_noop("Industry (code)"), TEXT, 12),
    "industry_name": (gettext_noop("Industry"), TEXT, 40),
    "employment": (gettext_noop("Employment (persons)"), COUNT, 14),
    "establishments": (gettext_noop("Establishments (number)"), COUNT, 14),
    "lq": (gettext_noop("Location quotient (1 = as in the reference)"), RATIO, 14),
    "focus": (gettext_noop("Focus (share of the region)"), SHARE, 12),
    "size": (gettext_noop("Size (share of the industry)"), SHARE, 12),
    "stars": (gettext_noop("Stars (0 to 3)"), WHOLE, 8),
    "lq_star": (gettext_noop("Star for specialisation"), WHOLE, 8),
    "size_star": (gettext_noop("Star for size"), WHOLE, 8),
    "focus_star": (gettext_noop("Star for focus"), WHOLE, 8),
    "growth": (gettext_noop("Growth (relative change)"), SHARE, 12),
    "known_share": (gettext_noop("Known share of the industry"), SHARE, 12),
    "strength": (gettext_noop("Strength (index)"), RATIO, 10),
    "lq_is_maximum": (gettext_noop("Location quotient is at most this"), TEXT, 12),
    "lq_is_estimate": (gettext_noop("Location quotient may err either way"), TEXT, 12),
    "focus_is_maximum": (gettext_noop("Focus is at most this"), TEXT, 12),
    "size_is_maximum": (gettext_noop("Size is at most this"), TEXT, 12),
    "unknown_region_names": (gettext_noop("Neighbours with unknown figures"), TEXT, 32),
    "unknown_regions": (
        gettext_noop("Neighbours with unknown figures (codes)"),
        TEXT,
        24,
    ),
    "employment_known": (gettext_noop("Employment, known part (persons)"), COUNT, 14),
    "establishments_known": (
        gettext_noop("Establishments, known part (number)"),
        COUNT,
        14,
    ),
    "value": (gettext_noop("Value the quotient is taken of"), COUNT, 14),
    "region_total": (gettext_noop("Total of the regions"), COUNT, 14),
    "industry_total": (gettext_noop("Total of the industry"), COUNT, 14),
    "reference_industry_total": (
        gettext_noop("Reference: total of the industry"),
        COUNT,
        14,
    ),
    "reference_total": (gettext_noop("Reference: total"), COUNT, 14),
    "reference_share": (
        gettext_noop("Reference: share of the industry"),
        "0.0000%",
        12,
    ),
    "region_known_share": (gettext_noop("Known share of the region"), SHARE, 12),
    "industry_known_share": (gettext_noop("Known share of the industry"), SHARE, 12),
    "cluster": (gettext_noop("Cluster (rank)"), WHOLE, 8),
    "left_out": (gettext_noop("Left out because of"), TEXT, 16),
    "size_bar": (gettext_noop("Size needed for a star"), SHARE, 12),
    "focus_bar": (gettext_noop("Focus needed for a star"), SHARE, 12),
    "region_total_is_minimum": (
        gettext_noop("Total of the regions is at least this"),
        TEXT,
        12,
    ),
    "industry_total_is_minimum": (
        gettext_noop("Total of the industry is at least this"),
        TEXT,
        12,
    ),
    "reference_industry_total_is_minimum": (
        gettext_noop("Reference: total of the industry is at least this"),
        TEXT,
        12,
    ),
    "reference_total_is_minimum": (
        gettext_noop("Reference: total is at least this"),
        TEXT,
        12,
    ),
}
# What a manager reads and prints, in this order; the rest is for analysts.
IN_SHORT = (
    "rank",
    "industry_name",
    "region_names",
    "employment",
    "establishments",
    "lq",
    "focus",
    "size",
    "growth",
    "stars",
    "known_share",
)
