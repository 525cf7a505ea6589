"""T1 and T2: figures of the cluster, types of unit."""

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table, source_line
from distretto.web.diagnosis.models.profile import ProfileFigure
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables.named import SOURCE, YES, Named

INDICATOR = gettext_noop("Indicator")
VALUE = gettext_noop("Value")
UNIT = gettext_noop("Unit")
YEAR = gettext_noop("Year")
HOW = gettext_noop("How it came about")
FROM_HOW_MANY = gettext_noop("From how many")
TRUST = gettext_noop("Confidence")
USED = gettext_noop("Used")
WHY = gettext_noop("Why this one")
NO = gettext_noop("no")
TYPE = gettext_noop("Type of unit")
COUNT = gettext_noop("How many")
PEOPLE = gettext_noop("Mean employment")
TURNOVER = gettext_noop("Mean turnover")
CURRENCY = gettext_noop("Currency")
MARKET = gettext_noop("Market")
MARGIN = gettext_noop("Margin")
PROFILE = gettext_noop("Profile of the cluster")


def profile(found: StudyMeasures, language: Language) -> Named:
    """T1: every figure of this cluster, the conflicting ones beside each other."""
    say = language.say
    figures = [each for each in found.rows.figures if not each.of]
    columns = (
        Column("indicator", say(INDICATOR)),
        Column("value", say(VALUE), "figure"),
        Column("unit", say(UNIT)),
        Column("year", say(YEAR)),
        Column("source", say(SOURCE)),
        Column("method", say(HOW)),
        Column("n", say(FROM_HOW_MANY), "count"),
        Column("confidence", say(TRUST)),
        Column("used", say(USED)),
        Column("reason", say(WHY)),
    )
    rows = tuple(
        (
            each.indicator,
            number(each.value),
            each.unit,
            _year(each),
            each.source,
            str(each.get_method_display()),
            each.n,
            each.confidence,
            say(YES) if each.is_used else say(NO),
            each.reason,
        )
        for each in figures
    )
    return Named(
        "profile", say(PROFILE), Table(columns, rows), language, tuple(figures)
    )


def profile_on_paper(found: StudyMeasures, language: Language) -> Named:
    """T1 in as many columns as a sheet has room for."""
    say = language.say
    columns = (
        Column("indicator", say(INDICATOR)),
        Column("value", say(VALUE), "figure"),
        Column("unit", say(UNIT)),
        Column("source", say(SOURCE)),
        Column("method", say(HOW)),
        Column("used", say(USED)),
    )
    rows = tuple(
        (
            each.indicator,
            number(each.value),
            each.unit,
            source_line(each.source, each.year),
            language.join(
                [
                    str(each.get_method_display()),
                    "" if each.n is None else f"n = {language.number(each.n)}",
                    each.confidence,
                ]
            ),
            language.join([say(YES), each.reason]) if each.is_used else say(NO),
        )
        for each in found.rows.figures
        if not each.of
    )
    return Named("profile", say(PROFILE), Table(columns, rows), language)


def _year(figure: ProfileFigure) -> str:
    """A year has no separator of thousands."""
    return "" if figure.year is None else str(figure.year)


def units(found: StudyMeasures, language: Language) -> Named:
    """T2: the types of unit."""
    say, told = language.say, found.rows.unit_types
    columns = (
        Column("type", say(TYPE)),
        Column("count", say(COUNT), "count"),
        Column("employment", say(PEOPLE), "figure"),
        Column("turnover", say(TURNOVER), "figure"),
        Column("currency", say(CURRENCY)),
        Column("market", say(MARKET)),
        Column("margin", say(MARGIN), "share"),
        Column("source", say(SOURCE)),
    )
    rows = tuple(
        (
            each.name,
            each.count,
            number(each.employment),
            number(each.turnover),
            each.currency,
            each.market,
            number(each.margin_share),
            each.source,
        )
        for each in told
    )
    return Named(
        "units",
        say(gettext_noop("Types of unit")),
        Table(columns, rows),
        language,
        tuple(told),
    )
