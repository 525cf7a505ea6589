"""The values of a cluster as they stand, to be frozen when a study is endorsed."""

from collections.abc import Callable

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from distretto.formats.charts.picture import source_line
from distretto.web.diagnosis.models import BaselineValue, Study
from distretto.web.diagnosis.numbers import number
from distretto.web.register.kinds import FIRM
from distretto.web.register.queries import organisations as register

Source = Callable[[Study], list[BaselineValue]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives values of the baseline, unsaved."""
    _sources.append(function)
    return function


def values_for(study: Study) -> list[BaselineValue]:
    """Every value that is known now, not saved."""
    return [value for each in _sources for value in each(study)]


def values_of(study: Study) -> list[BaselineValue]:
    """Those that were frozen with an endorsed edition; before that, those known now."""
    if not study.is_endorsed:
        return values_for(study)
    frozen = BaselineValue.objects.current().filter(
        edition__study=study,
        edition__edition=study.edition,
        edition__retired_at__isnull=True,
    )
    return list(frozen)


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
    told: list[tuple[str, str, float, int | None]] = [
        ("register:members", gettext("Members of the cluster"), members.count(), None),
        ("register:firms", gettext("Firms of the cluster"), firms.count(), None),
    ]
    n = known.count()
    if n >= study.cluster.programme.smallest_cell:
        jobs = known.aggregate(jobs=Sum("employees"))["jobs"]
        told.append(
            ("register:employees", gettext("Persons employed, where known"), jobs, n)
        )
    return [
        BaselineValue(
            key=key,
            indicator=indicator,
            value=value,
            n=count,
            dated=timezone.localdate(),
            source=gettext("Register"),
        )
        for key, indicator, value, count in told
    ]
