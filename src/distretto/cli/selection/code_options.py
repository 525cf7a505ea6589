"""The code that `--region` or `--industry` names, looked up before work begins."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from distretto.analysis.selection.table import RegionIndustryTable
    from distretto.formats.layouts import Understanding


def check_codes(
    understood: "Understanding", table: "RegionIndustryTable", options: dict[str, Any]
) -> None:
    """Refuse a code that the table has not, with what may have been meant."""
    from distretto.analysis.selection.measured import check_code

    cells: Any = table.cells
    for kind, names in (
        ("region", table.region_names),
        ("industry", table.industry_names),
    ):
        told = options.get(kind)
        if not told:
            continue
        codes = set(cells[kind].unique())
        if told not in codes and kind == "region":
            _check_total(codes, told)
        elif told not in codes:
            _check_level(understood, told)
        check_code(codes, kind, told, names)


def _check_total(codes: set[str], told: str) -> None:
    from distretto.formats.wholes import official_wholes

    if told in official_wholes([*codes, told]):
        raise click.ClickException(
            f"“{told}” stands for all regions whose codes begin alike: it is their "
            "total, not one of them. Leave --region out for all, or give one of theirs."
        )


def _check_level(understood: "Understanding", told: str) -> None:
    from distretto.formats.hierarchy import digits_of

    digits = digits_of(told)
    if understood.level and digits in understood.levels and digits != understood.level:
        raise click.ClickException(
            f"“{told}” has {digits} digits, and industries of {understood.level} are "
            f"measured: add --level {digits}."
        )
