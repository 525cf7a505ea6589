"""The mix of industries of each region beside that of the whole."""

from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame
from distretto.analysis.selection.composition import composed


def mixes(
    cells: IntoFrame,
    *,
    industry_totals: IntoFrame | None,
    value: str,
    region: str,
    industry: str,
) -> Frame:
    """The checked cells, composed by region."""
    return composed(
        cells,
        group=region,
        member=industry,
        value=value,
        member_totals=industry_totals,
        name="industry totals",
    )
