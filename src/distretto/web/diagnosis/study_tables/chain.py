"""T3 and T4: stages, flows, framework and cost structures of the value chain."""

from collections.abc import Iterator

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table
from distretto.web.diagnosis.models import ChainStage, CostItem
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables.named import PRICE, SOURCE, YES, Named

STAGE = gettext_noop("Stage")
ACTORS = gettext_noop("Actors")
WOMEN = gettext_noop("Of them women")
PRICE_IN = gettext_noop("Pays")
PRICE_OUT = gettext_noop("Gets")
ADDED = gettext_noop("Value added")
OF_FINAL = gettext_noop("Share of the final price")
MARGIN_SHARE = gettext_noop("Margin in its price")
QUALITY = gettext_noop("Quality")
CAPACITY = gettext_noop("Capacity")
GOVERNS = gettext_noop("Governs the chain")
FROM = gettext_noop("From stage")
TO = gettext_noop("To stage")
KIND = gettext_noop("Kind")
SHARE = gettext_noop("Share of the channel")
VOLUME = gettext_noop("Volume")
TERMS = gettext_noop("Terms")
SHAPES = gettext_noop("What shapes the chain")
BEARS_ON = gettext_noop("Bears on")
BEARING = gettext_noop("Helps or hinders")
EFFECT = gettext_noop("What it does")
WHOLE_CHAIN = gettext_noop("The whole chain")
PART = gettext_noop("Part")
MEDIAN = gettext_noop("Median firm")
BEST = gettext_noop("Best firm")
BENCHMARK = gettext_noop("Benchmark cluster")
OF_WHOLE = gettext_noop("Share of the whole")
ABOVE_BEST = gettext_noop("Above the best")
ABOVE_BENCHMARK = gettext_noop("Above the benchmark")
COSTS = gettext_noop("Cost of a unit of the product")


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


def frames(found: StudyMeasures, language: Language) -> Named:
    """T3: what shapes the chain from around it."""
    say, told = language.say, found.rows.frames
    columns = (
        Column("name", say(SHAPES)),
        Column("kind", say(KIND)),
        Column("stage", say(BEARS_ON)),
        Column("bearing", say(BEARING)),
        Column("effect", say(EFFECT)),
        Column("source", say(SOURCE)),
    )
    rows = tuple(
        (
            each.name,
            str(each.get_kind_display()),
            each.stage.name if each.stage else say(WHOLE_CHAIN),
            str(each.get_bearing_display()),
            each.effect,
            each.source,
        )
        for each in told
    )
    title = say(gettext_noop("Framework of the value chain"))
    return Named("frames", title, Table(columns, rows), language, tuple(told))


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
