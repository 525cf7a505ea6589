"""The grid of stakeholders, as a page shows it."""

from collections.abc import Sequence
from typing import Any

from distretto.formats.charts.stakeholders import Stake, stakeholder_grid
from distretto.web.register.queries.stakeholders import GROUPS, HIGH_FROM, Placed
from distretto.web.ui.pictures import Shown, page_language, shown


def grid(placed: Sequence[Placed]) -> Shown:
    """Interest across, influence up; those of whom either is unknown are listed."""
    stakes = [_stake(each) for each in placed]
    names = {key: str(title) for key, title in GROUPS.items()}

    def make(width: int) -> Any:
        return stakeholder_grid(
            stakes,
            groups=names,
            high_from=HIGH_FROM,
            language=page_language(),
            width=width,
        )

    return shown(make)


def _stake(each: Placed) -> Stake:
    found = each.stakeholder
    return Stake(
        number=each.number,
        name=str(found),
        interest=found.interest,
        influence=found.influence,
        attitude=found.attitude,
        attitude_name=found.get_attitude_display() or "",
        group_name=each.group_name,
    )
