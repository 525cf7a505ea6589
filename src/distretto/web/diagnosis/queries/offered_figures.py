"""Figures for the profile that are there already: of the register, or of step 1.

Nothing is offered that would tell of fewer firms than the programme lets be seen.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext

from distretto.web.diagnosis.few_firms import names_hidden
from distretto.web.diagnosis.models import ProfileFigure, Study
from distretto.web.diagnosis.same_figures import (
    OFFICIAL,
    PERSONS_OF_SOME,
    WOMEN_OF_SOME,
    same_of,
)
from distretto.web.register import kinds
from distretto.web.register.models import Confidence, Method, Organisation
from distretto.web.register.queries.organisations import members_of, sizes_counted
from distretto.web.selection import figures as selection
from distretto.web.selection.models import Candidate
from distretto.web.selection.policy.secrecy import OPEN_FIGURES


@dataclass(frozen=True)
class Offer:
    """A figure that one tap takes over, as `ProfileFigure` keeps it."""

    indicator: str
    value: Decimal
    unit: str
    source: str
    year: int | None = None
    method: str = ""
    n: int | None = None
    confidence: str = ""
    of: str = ""

    @property
    def key(self) -> str:
        """What the button sends."""
        return "|".join((self.of, self.indicator, self.unit, self.source))

    def facts(self) -> dict[str, Any]:
        return asdict(self)


def offered(study: Study, figures: list[ProfileFigure], today: date) -> list[Offer]:
    """What could be taken over and is not in the profile yet."""
    there = {(each.indicator, each.source, each.value) for each in figures}
    return [
        each
        for each in (*_counted(study, today), *_measured(study))
        if (each.indicator, each.source, each.value) not in there
    ]


def _counted(study: Study, today: date) -> Iterator[Offer]:
    """What the register says of the firms that belong to the cluster today."""
    programme, cluster = study.cluster.programme, study.cluster
    members = members_of(cluster)
    firms = members.filter(kind=kinds.FIRM)
    told = _totals(firms)
    least = programme.smallest_cell
    if told["firms"] < least:
        return
    about: dict[str, Any] = {
        "source": gettext("Register of the programme"),
        "year": today.year,
        "method": Method.CENSUS,
        "confidence": Confidence.B,
    }
    firm_unit, persons = gettext("firms"), gettext("persons")
    yield Offer(
        gettext("Firms"), Decimal(told["firms"]), firm_unit, n=told["firms"], **about
    )
    words = kinds.words_of(programme)
    sizes = sizes_counted(members, words)
    # A class of few is not given back by the others either: the sum is offered too.
    hidden = names_hidden(sizes, least)
    for code, count in sizes.items():
        if code and count and code not in hidden:
            name = gettext("Firms of the size class “%(size)s”") % {
                "size": words.size_name(code)
            }
            yield Offer(name, Decimal(count), firm_unit, n=told["firms"], **about)
    for title, part, total, known in (
        (
            gettext("Persons employed"),
            gettext(PERSONS_OF_SOME),
            told["all_employees"],
            told["with_employees"],
        ),
        (
            gettext("Women employed"),
            gettext(WOMEN_OF_SOME),
            told["all_women"],
            told["with_women"],
        ),
    ):
        # A sum over some of the firms is no total: the others are unknown, not zero.
        if total is not None and known >= least:
            name = title if known == told["firms"] else part
            yield Offer(name, Decimal(total), persons, n=known, **about)


def _totals(firms: Any) -> dict[str, Any]:
    found: dict[str, Any] = (
        Organisation.objects.filter(pk__in=firms.order_by().values("pk"))
        .order_by()
        .aggregate(
            firms=Count("pk"),
            all_employees=Sum("employees"),
            with_employees=Count("pk", filter=Q(employees__isnull=False)),
            all_women=Sum("women"),
            with_women=Count("pk", filter=Q(women__isnull=False)),
        )
    )
    return found


def _measured(study: Study) -> Iterator[Offer]:
    """Official measures of step 1: what the round of selection says of the cluster."""
    candidates = Candidate.objects.current().filter(
        cluster=study.cluster, round__retired_at__isnull=True
    )
    least = study.cluster.programme.smallest_cell
    for candidate in candidates.order_by("created_at"):
        firms = (candidate.figures.get("establishments") or [{}])[0].get("value")
        for key, told in candidate.figures.items():
            if told and (key in OPEN_FIGURES or (firms is not None and firms >= least)):
                yield _offer(key, told[0])


def _offer(key: str, told: dict[str, Any]) -> Offer:
    is_share = key in selection.SHARES
    unit = told.get("unit") or selection.KNOWN.get(key, ("", ""))[1]
    # As exactly as the profile keeps figures.
    value = Decimal(str(told["value"])) * (100 if is_share else 1)
    method = told.get("method", "")
    # What the profile calls the same has the same name here.
    title = str(selection.title_of(key))
    same = same_of(title)
    return Offer(
        gettext(same.name) if same else title,
        round(value, 4),
        str(unit) or gettext("number"),
        told.get("source") or gettext("Selection"),
        told.get("year"),
        method if method in Method.values else "",
        confidence=told.get("confidence", ""),
        of=gettext(OFFICIAL),
    )
