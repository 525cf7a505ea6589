"""T5 and T9: who offers which service, and who wants it."""

from collections.abc import Mapping

from distretto.analysis.diagnosis.institutional_matrix import (
    ALONE,
    GAP,
    SERVED,
    UNRATED,
    WEAK,
)
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables.named import PRICE, SOURCE, Named

SERVICE = gettext_noop("Service")
INSTITUTION = gettext_noop("Institution")
TYPE = gettext_noop("Type")
FOR_WHOM = gettext_noop("For whom")
FIRMS = gettext_noop("Firms a year")
RATED = gettext_noop("Quality, 1 to 5")
RELEVANCE = gettext_noop("Relevance, 1 to 5")
WORKS_WITH = gettext_noop("Works with")
LACKS = gettext_noop("Gap of capacity")
ROLE = gettext_noop("Role wanted")
USING = gettext_noop("Use it")
WILLING = gettext_noop("Would pay")
AWARE = gettext_noop("Know of it")
LEAST = gettext_noop("Not served, at least")
MOST = gettext_noop("Not served, at most")
SATISFACTION = gettext_noop("Satisfaction, 1 to 5")
OFFERED_BY = gettext_noop("Offered by")
BEST_QUALITY = gettext_noop("Best quality")
VERDICT = gettext_noop("Supply")
VERDICTS: Mapping[str | None, str] = {
    GAP: gettext_noop("gap"),
    WEAK: gettext_noop("weak"),
    UNRATED: gettext_noop("not rated"),
    ALONE: gettext_noop("one alone"),
    SERVED: gettext_noop("several"),
    None: gettext_noop("not needed"),
}


def institutions(found: StudyMeasures, language: Language) -> Named:
    """T5: what each institution offers, service by service."""
    say, told = language.say, found.rows.provisions
    columns = (
        Column("service", say(SERVICE)),
        Column("institution", say(INSTITUTION)),
        Column("kind", say(TYPE)),
        Column("target_group", say(FOR_WHOM)),
        Column("price", say(PRICE)),
        Column("firms_a_year", say(FIRMS), "count"),
        Column("quality", say(RATED), "count"),
        Column("relevance", say(RELEVANCE), "count"),
        Column("cooperates_with", say(WORKS_WITH)),
        Column("capacity_gap", say(LACKS)),
        Column("role_wanted", say(ROLE)),
    )
    rows = tuple(
        (
            each.service.name,
            each.institution.name,
            found.rows.words.kind_name(each.institution.kind),
            each.target_group,
            each.price,
            each.firms_a_year,
            each.quality,
            each.relevance,
            each.cooperates_with,
            each.capacity_gap,
            each.role_wanted,
        )
        for each in told
    )
    title = say(gettext_noop("Institutions and what they offer"))
    return Named("institutions", title, Table(columns, rows), language, tuple(told))


def services(found: StudyMeasures, language: Language) -> Named:
    """T9: demand and supply of each service."""
    say, told = language.say, found.rows.services
    supplied = found.matrix.services.iter_rows(named=True)
    columns = (
        Column("service", say(SERVICE)),
        Column("using", say(USING), "share"),
        Column("willing", say(WILLING), "share"),
        Column("aware", say(AWARE), "share"),
        Column("least", say(LEAST), "share"),
        Column("most", say(MOST), "share"),
        Column("satisfaction", say(SATISFACTION), "figure"),
        Column("institutions", say(OFFERED_BY), "count"),
        Column("quality", say(BEST_QUALITY), "figure"),
        Column("verdict", say(VERDICT)),
        Column("source", say(SOURCE)),
    )
    rows = tuple(
        (
            each.name,
            number(each.using_share),
            number(each.willing_share),
            number(each.aware_share),
            row["unserved_least"],
            row["unserved_most"],
            number(each.satisfaction),
            row["institutions"],
            row["best_quality"],
            say(VERDICTS[row["verdict"]]),
            each.source,
        )
        for each, row in zip(told, supplied, strict=True)
    )
    title = say(gettext_noop("Demand and supply of services"))
    return Named("services", title, Table(columns, rows), language, tuple(told))
