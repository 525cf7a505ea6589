"""The tables of a study (T1 to T5, T9), as numbers: for pages, files and documents."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from distretto.analysis.diagnosis.institutional_matrix import (
    ALONE,
    GAP,
    SERVED,
    UNRATED,
    WEAK,
)
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table, source_line, word
from distretto.web.diagnosis.models import ChainStage, CostItem
from distretto.web.diagnosis.models.profile import ProfileFigure
from distretto.web.diagnosis.study_measures import StudyMeasures, number

INDICATOR, VALUE, UNIT = (
    gettext_noop("Indicator"),
    gettext_noop("Value"),
    gettext_noop("Unit"),
)
YEAR, SOURCE, HOW = (
    gettext_noop("Year"),
    gettext_noop("Source"),
    gettext_noop("How it came about"),
)
FROM_HOW_MANY, TRUST = gettext_noop("From how many"), gettext_noop("Confidence")
USED, WHY = gettext_noop("Used"), gettext_noop("Why this one")
YES, NO = gettext_noop("yes"), gettext_noop("no")
TYPE, COUNT = gettext_noop("Type of unit"), gettext_noop("How many")
PEOPLE, TURNOVER = gettext_noop("Mean employment"), gettext_noop("Mean turnover")
CURRENCY, MARKET = gettext_noop("Currency"), gettext_noop("Market")
MARGIN = gettext_noop("Margin")
STAGE, ACTORS, WOMEN = (
    gettext_noop("Stage"),
    gettext_noop("Actors"),
    gettext_noop("Of them women"),
)
PRICE_IN, PRICE_OUT = gettext_noop("Pays"), gettext_noop("Gets")
ADDED, OF_FINAL = (
    gettext_noop("Value added"),
    gettext_noop("Share of the final price"),
)
MARGIN_SHARE = gettext_noop("Margin in its price")
QUALITY, CAPACITY = gettext_noop("Quality"), gettext_noop("Capacity")
GOVERNS = gettext_noop("Governs the chain")
FROM, TO, KIND = (
    gettext_noop("From stage"),
    gettext_noop("To stage"),
    gettext_noop("Kind"),
)
SHARE, VOLUME = gettext_noop("Share of the channel"), gettext_noop("Volume")
PRICE, TERMS = gettext_noop("Price"), gettext_noop("Terms")
PART, MEDIAN, BEST, BENCHMARK = (
    gettext_noop("Part"),
    gettext_noop("Median firm"),
    gettext_noop("Best firm"),
    gettext_noop("Benchmark cluster"),
)
OF_WHOLE = gettext_noop("Share of the whole")
ABOVE_BEST = gettext_noop("Above the best")
ABOVE_BENCHMARK = gettext_noop("Above the benchmark")
SERVICE, INSTITUTION = gettext_noop("Service"), gettext_noop("Institution")
FOR_WHOM, FIRMS = gettext_noop("For whom"), gettext_noop("Firms a year")
RATED, RELEVANCE = gettext_noop("Quality, 1 to 5"), gettext_noop("Relevance, 1 to 5")
WORKS_WITH, LACKS, ROLE = (
    gettext_noop("Works with"),
    gettext_noop("Gap of capacity"),
    gettext_noop("Role wanted"),
)
USING, WILLING, AWARE = (
    gettext_noop("Use it"),
    gettext_noop("Would pay"),
    gettext_noop("Know of it"),
)
LEAST, MOST = gettext_noop("Not served, at least"), gettext_noop("Not served, at most")
SATISFACTION = gettext_noop("Satisfaction, 1 to 5")
OFFERED_BY, BEST_QUALITY = gettext_noop("Offered by"), gettext_noop("Best quality")
VERDICT = gettext_noop("Supply")
VERDICTS: Mapping[str | None, str] = {
    GAP: gettext_noop("gap"),
    WEAK: gettext_noop("weak"),
    UNRATED: gettext_noop("not rated"),
    ALONE: gettext_noop("one alone"),
    SERVED: gettext_noop("several"),
    None: gettext_noop("not needed"),
}
PROFILE = gettext_noop("Profile of the cluster")
COSTS = gettext_noop("Cost of a unit of the product")
THIS_CLUSTER = gettext_noop("This cluster")


@dataclass(frozen=True)
class Named:
    """A table under its title; `records` are what its rows tell of, one each."""

    key: str
    title: str
    table: Table
    language: Language
    records: tuple[Any, ...] = ()

    @property
    def lean(self) -> Table:
        """The table without columns that nobody filled."""
        kept = [
            place
            for place in range(len(self.table.columns))
            if any(row[place] not in (None, "") for row in self.table.rows)
        ]
        return Table(
            tuple(self.table.columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.table.rows),
        )

    @property
    def unit(self) -> str:
        """The unit of all columns that have one, where it is the same for all."""
        units = {each.unit for each in self.lean.columns if each.unit}
        return units.pop() if len(units) == 1 else ""

    @property
    def shown(self) -> list[tuple[Any, list[tuple[Column, Cell, str]]]]:
        """Each row as people read it, beside its record if it has one."""
        table = self.lean
        records = self.records or (None,) * len(table.rows)
        return [
            (
                record,
                [(c, cell, word(c, cell, self.language)) for c, cell in cells],
            )
            for record, cells in zip(records, map(table.cells, table.rows), strict=True)
        ]


Maker = Callable[[StudyMeasures, Language], Named]


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


def stages(found: StudyMeasures, language: Language) -> Named:
    """T3: the stages with their prices, and what each adds."""
    say, told = language.say, found.rows.stages
    built = found.build_up.stages.iter_rows(named=True)
    money = found.rows.money
    columns = (
        Column("stage", say(STAGE)),
        Column("actors", say(ACTORS), "count"),
        Column("women", say(WOMEN), "count"),
        Column("price_in", say(PRICE_IN), "figure", money),
        Column("price_out", say(PRICE_OUT), "figure", money),
        Column("value_added", say(ADDED), "figure", money),
        Column("final_share", say(OF_FINAL), "share"),
        Column("margin_share", say(MARGIN_SHARE), "share"),
        Column("quality", say(QUALITY)),
        Column("capacity", say(CAPACITY)),
        Column("governs", say(GOVERNS)),
        Column("source", say(SOURCE)),
    )
    rows = tuple(
        (
            each.name,
            each.actors,
            each.women,
            price["price_in"],
            price["price_out"],
            price["value_added"],
            price["final_share"],
            price["margin_share"],
            each.quality,
            each.capacity,
            say(YES) if each.governs else "",
            each.source,
        )
        for each, price in zip(told, built, strict=True)
    )
    title = say(gettext_noop("Stages of the value chain"))
    return Named("stages", title, Table(columns, rows), language, tuple(told))


def flows(found: StudyMeasures, language: Language) -> Named:
    """T3: what goes from stage to stage."""
    say, told = language.say, found.rows.flows
    columns = (
        Column("source", say(FROM)),
        Column("target", say(TO)),
        Column("kind", say(KIND)),
        Column("share", say(SHARE), "share"),
        Column("volume", say(VOLUME)),
        Column("price", say(PRICE), "figure", found.rows.money),
        Column("terms", say(TERMS)),
    )
    rows = tuple(
        (
            each.source_stage.name,
            each.target_stage.name,
            str(each.get_kind_display()),
            number(each.share),
            each.volume,
            number(each.price),
            each.terms,
        )
        for each in told
    )
    title = say(gettext_noop("Flows of the value chain"))
    return Named("flows", title, Table(columns, rows), language, tuple(told))


def costs(found: StudyMeasures, language: Language) -> Named:
    """T4: the cost structure of every stage that has one."""
    columns = (Column("stage", language.say(STAGE)), *_cost_columns(found, language))
    rows = tuple(
        (stage.name, *row)
        for stage in found.rows.stages
        for row in _cost_rows(found, stage)
    )
    return Named("costs", language.say(COSTS), Table(columns, rows), language)


def costs_of_stage(
    found: StudyMeasures, stage: ChainStage, language: Language
) -> Named:
    """T4 of one stage."""
    table = Table(_cost_columns(found, language), tuple(_cost_rows(found, stage)))
    return Named("costs", stage.name, table, language)


def _cost_columns(found: StudyMeasures, language: Language) -> tuple[Column, ...]:
    say, money = language.say, found.rows.money
    return (
        Column("part", say(PART)),
        Column("median", say(MEDIAN), "figure", money),
        Column("share", say(OF_WHOLE), "share"),
        Column("best", say(BEST), "figure", money),
        Column("benchmark", say(BENCHMARK), "figure", money),
        Column("above_best", say(ABOVE_BEST), "figure", money),
        Column("above_benchmark", say(ABOVE_BENCHMARK), "figure", money),
        Column("source", say(SOURCE)),
    )


def _cost_rows(found: StudyMeasures, stage: ChainStage) -> Iterator[tuple[Cell, ...]]:
    mine = [each for each in found.rows.costs if each.stage_id == stage.pk]
    sources = {each.part: each.source for each in mine}
    for row in found.costs_of(stage).parts.iter_rows(named=True):
        yield (
            part_name(row["part"]),
            row["median"],
            row["median_share"],
            row["best"],
            row["benchmark"],
            row["above_best"],
            row["above_benchmark"],
            sources[row["part"]],
        )


def part_name(part: str) -> str:
    """What a part of the cost is called."""
    return str(CostItem.Part(part).label)


def institutions(found: StudyMeasures, language: Language) -> Named:
    """T5: what each institution offers, service by service."""
    say, told = language.say, found.rows.provisions
    columns = (
        Column("service", say(SERVICE)),
        Column("institution", say(INSTITUTION)),
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


def benchmarks(found: StudyMeasures, language: Language) -> Named:
    """The indicators that others have, too: this cluster beside each of them."""
    say = language.say
    others = sorted({each.of for each in found.rows.figures if each.of})
    used: dict[tuple[str, str], dict[str, float | None]] = {}
    for each in found.rows.figures:
        key = (each.indicator, each.unit)
        if each.is_used:
            used.setdefault(key, {})[each.of] = number(each.value)
    columns = (
        Column("indicator", say(INDICATOR)),
        Column("unit", say(UNIT)),
        Column("this", say(THIS_CLUSTER), "figure"),
        *(Column(f"of_{place}", of, "figure") for place, of in enumerate(others)),
    )
    rows = tuple(
        (*key, told.get(""), *(told.get(of) for of in others))
        for key, told in sorted(used.items())
        if any(of in told for of in others)
    )
    title = say(gettext_noop("Beside other clusters"))
    return Named("benchmarks", title, Table(columns, rows), language)


TABLES: Mapping[str, Maker] = {
    "profile": profile,
    "units": units,
    "stages": stages,
    "flows": flows,
    "costs": costs,
    "institutions": institutions,
    "services": services,
    "benchmarks": benchmarks,
}
