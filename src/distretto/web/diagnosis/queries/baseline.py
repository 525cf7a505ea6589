"""The values of a cluster as they stand, to be frozen when a study is endorsed."""

from collections.abc import Callable

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from distretto.formats.charts.picture import source_line
from distretto.web.diagnosis.models import BaselineValue, EndorsedEdition, Study
from distretto.web.diagnosis.numbers import number
from distretto.web.register.kinds import FIRM
from distretto.web.register.queries import organisations as register
from distretto.web.ui.pictures import page_language

Source = Callable[[Study], list[BaselineValue]]
_sources: list[Source] = []
_restricted: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives values of the baseline, unsaved."""
    _sources.append(function)
    return function


def restricted_source(function: Source) -> Source:
    """The same of values that only those who see single firms may read."""
    _restricted.append(function)
    return function


def values_for(study: Study) -> list[BaselineValue]:
    """Every value that is known now, not saved."""
    values = open_values_for(study)
    for each in _restricted:
        for value in each(study):
            value.is_restricted = True
            values.append(value)
    return values


def open_values_for(study: Study) -> list[BaselineValue]:
    """Those that everybody of the programme may read."""
    return [value for each in _sources for value in each(study)]


def values_of(study: Study) -> list[BaselineValue]:
    """Those that were frozen with an endorsed edition; before that, those known now.

    Everybody reads a study: what is restricted is not among them.
    """
    if not study.is_endorsed:
        return open_values_for(study)
    edition = study.editions.current().filter(edition=study.edition).first()
    return values_in(edition) if edition else []


def values_in(
    edition: EndorsedEdition, *, with_restricted: bool = False
) -> list[BaselineValue]:
    """The values that were frozen with an edition, in the order of its document."""
    # Their keys grow with time: in that order they were made.
    found = edition.baseline.current().order_by("pk")
    return list(found if with_restricted else found.filter(is_restricted=False))


@source
def of_profile(study: Study) -> list[BaselineValue]:
    """The figures that the study uses."""
    used = study.figures.current().filter(is_used=True, of="")
    return [
        BaselineValue(
            key=f"profile:{figure.indicator}"[:160],
            indicator=figure.indicator,
            value=number(figure.value),
            unit=figure.unit,
            year=figure.year,
            n=figure.n,
            sample=figure.get_method_display(),
            source=source_line(figure.source, figure.year)[:300],
        )
        for figure in used
    ]


@source
def of_register(study: Study) -> list[BaselineValue]:
    """Who belongs to the cluster, as the register knows it today.

    Employment is that of the firms whose number is known; of fewer firms than the
    programme allows it is left out.
    """
    members = register.members_of(study.cluster)
    firms = members.filter(kind=FIRM)
    known = firms.filter(employees__isnull=False)
    n, of = known.count(), firms.count()
    values = [
        _registered("members", gettext("Members of the cluster"), members.count()),
        _registered("firms", gettext("Firms of the cluster"), of),
    ]
    if n >= study.cluster.programme.smallest_cell:
        jobs = known.aggregate(jobs=Sum("employees"))["jobs"]
        value = _registered("employees", gettext("Persons employed, where known"), jobs)
        value.n, value.sample = n, sample_words(n, of)
        values.append(value)
    return values


def _registered(key: str, indicator: str, value: float) -> BaselineValue:
    return BaselineValue(
        key=f"register:{key}",
        indicator=indicator,
        value=value,
        dated=timezone.localdate(),
        source=gettext("Register"),
    )


def sample_words(n: int, of: int | None) -> str:
    """How many of how many, and what share that is: “57 of 64 firms (89 %)”."""
    if not of or n > of:
        told = ngettext("%(count)s firm", "%(count)s firms", n)
        return told % {"count": n}
    told = ngettext(
        "%(count)s of %(of)s firm (%(share)s)",
        "%(count)s of %(of)s firms (%(share)s)",
        of,
    )
    share = page_language().percent(n / of, 0)
    return told % {"count": n, "of": of, "share": share}
