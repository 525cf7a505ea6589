"""What was understood of a list of firms, in words for its page."""

from django.utils.translation import gettext

from distretto.formats.firm_lists.roles import ROLES
from distretto.web.register.models import FirmList


def columns_understood(firm_list: FirmList) -> list[tuple[str, str]]:
    """Meanings and the columns that have them."""
    found = firm_list.findings.get("columns", {})
    return [
        (gettext(ROLES[role]).capitalize(), column)
        for role, column in found.items()
        if column
    ]


def known_shares(firm_list: FirmList) -> list[tuple[str, float]]:
    """Of what share of the rows each thing is known."""
    known = firm_list.findings.get("known", {})
    rows = firm_list.row_count or 0
    names = {
        "place_code": gettext("Place of the register"),
        "latitude": gettext("Point on the map"),
        "industry": gettext("Industry code"),
        "employees_estimate": gettext("Size"),
        "size_class": gettext("Size class"),
        "phone": gettext("Telephone"),
    }
    return [(names[key], count / rows) for key, count in known.items() if rows]
