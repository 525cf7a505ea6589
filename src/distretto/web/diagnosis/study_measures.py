"""The tables of a study as the analysis takes them, and what it says of them.

Keys are primary keys as text, which stay where a name changes.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

import polars as pl

from distretto.analysis.diagnosis.conflicting_values import conflicting_values
from distretto.analysis.diagnosis.cost_structure import (
    FIRMS,
    MARGIN,
    CostStructure,
    cost_structure,
)
from distretto.analysis.diagnosis.institutional_matrix import (
    InstitutionalMatrix,
    institutional_matrix,
)
from distretto.analysis.diagnosis.value_chain import (
    PriceBuildUp,
    channel_shares,
    price_build_up,
    price_joints,
)
from distretto.web.diagnosis.models import ChainFlow, ChainStage, CostItem, Study
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.queries.study_rows import StudyRows
from distretto.web.register import kinds
from distretto.web.register.queries.organisations import members_of


@dataclass(frozen=True)
class StudyMeasures:
    """What follows of the rows of a study."""

    rows: StudyRows

    @cached_property
    def build_up(self) -> PriceBuildUp:
        """Prices from stage to stage; costs beside the input come from table T4.

        Where several stages end the chain, no price is the final one.
        """
        found = price_build_up(
            pl.DataFrame(
                [self._priced(each) for each in self.rows.stages],
                schema={"stage": pl.String, **dict.fromkeys(PRICES, pl.Float64)},
                orient="row",
            )
        )
        ranks = [each.order for each in self.rows.stages]
        if ranks[-1:] and ranks.count(max(ranks)) == 1:
            return found
        unknown = pl.lit(None, pl.Float64).alias("final_share")
        return replace(
            found, stages=found.stages.with_columns(unknown), final_price=None
        )

    def _priced(self, stage: ChainStage) -> tuple[Any, ...]:
        price_in = number(stage.price_in)
        parts = {
            each.part: number(each.median)
            for each in self.rows.costs
            if each.stage_id == stage.pk
        }
        margin = parts.pop(MARGIN, None)
        paid = list(parts.values())
        costs = None
        is_known = bool(paid) and None not in paid and price_in is not None
        if is_known and not self.is_below_input(stage):
            # The input is raw material, too: it is not counted twice.
            costs = sum(each for each in paid if each is not None) - (price_in or 0)
        return str(stage.pk), price_in, costs, margin, number(stage.price_out)

    def is_below_input(self, stage: ChainStage) -> bool:
        """Whether all costs of a stage are less than the input they include."""
        paid = [
            each.median
            for each in self.rows.costs
            if each.stage_id == stage.pk and each.part != MARGIN
        ]
        known = [each for each in paid if each is not None]
        if not paid or len(known) < len(paid) or stage.price_in is None:
            return False
        return sum(known) < stage.price_in

    @cached_property
    def goods(self) -> list[ChainFlow]:
        """The flows of goods; money and information have neither price nor share."""
        return [e for e in self.rows.flows if e.kind == ChainFlow.Kind.GOODS]

    @cached_property
    def joints(self) -> pl.DataFrame:
        """Whether stages pay what those they buy from get.

        Along the flows of goods; where none is entered, from order to order.
        """
        ways = [
            (str(e.source_stage_id), str(e.target_stage_id), number(e.price))
            for e in self.goods
        ]
        schema = {"source": pl.String, "target": pl.String, "price": pl.Float64}
        return price_joints(
            self.build_up.stages,
            pl.DataFrame(ways or self._ways_by_order, schema=schema, orient="row"),
        )

    @property
    def _ways_by_order(self) -> list[tuple[str, str, None]]:
        by_order: dict[int, list[str]] = {}
        for each in self.rows.stages:
            by_order.setdefault(each.order, []).append(str(each.pk))
        return [
            (source, target, None)
            for before, after in pairwise(by_order.values())
            for source in before
            for target in after
        ]

    @cached_property
    def channels(self) -> dict[str, dict[str, Any]]:
        """Per stage what its channels of goods take, by its key."""
        goods: dict[tuple[str, str], float | None] = {}
        for each in self.goods:
            way = (str(each.source_stage_id), str(each.target_stage_id))
            # Two flows between the same stages are one channel here.
            goods[way] = _sum(goods.get(way, 0.0), each.share)
        table = pl.DataFrame(
            [(*way, share) for way, share in goods.items()],
            schema={"source": pl.String, "target": pl.String, "share": pl.Float64},
            orient="row",
        )
        found = channel_shares(table).iter_rows(named=True)
        return {row["source"]: row for row in found}

    def costs_of(self, stage: ChainStage) -> CostStructure:
        """The cost structure of one stage, in the order of the parts."""
        if stage.pk not in self._costs:
            self._costs[stage.pk] = self._costs_of(stage)
        return self._costs[stage.pk]

    @cached_property
    def _costs(self) -> dict[UUID, CostStructure]:
        return {}

    def _costs_of(self, stage: ChainStage) -> CostStructure:
        told = {
            each.part: each for each in self.rows.costs if each.stage_id == stage.pk
        }
        rows = [
            (part, *(number(getattr(told[part], firm)) for firm in FIRMS))
            for part in CostItem.Part.values
            if part in told
        ]
        schema = {"part": pl.String, **dict.fromkeys(FIRMS, pl.Float64)}
        table = pl.DataFrame(rows, schema=schema, orient="row")
        return cost_structure(table, prices={"median": number(stage.price_out)})

    @cached_property
    def conflicts(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What sources say of each indicator, by indicator and unit."""
        table = pl.DataFrame(
            [
                (e.indicator, e.unit, e.source, number(e.value), e.is_used)
                for e in self.rows.figures
                if not e.of
            ],
            schema={
                "indicator": pl.String,
                "unit": pl.String,
                "source": pl.String,
                "value": pl.Float64,
                "is_used": pl.Boolean,
            },
            orient="row",
        )
        rows = conflicting_values(table).iter_rows(named=True)
        return {(row["indicator"], row["unit"]): row for row in rows}

    @cached_property
    def matrix(self) -> InstitutionalMatrix:
        """Services and who offers them, by the keys of the services."""
        services = pl.DataFrame(
            [
                (
                    str(each.pk),
                    number(each.using_share),
                    number(each.willing_share),
                    number(each.aware_share),
                )
                for each in self.rows.services
            ],
            schema={"service": pl.String, **dict.fromkeys(SHARES, pl.Float64)},
            orient="row",
        )
        provisions = pl.DataFrame(
            [
                (
                    str(each.service_id),
                    str(each.institution_id),
                    each.target_group,
                    number(each.quality),
                    number(each.firms_a_year),
                )
                for each in self.rows.provisions
            ],
            schema=PROVISIONS,
            orient="row",
        )
        return institutional_matrix(
            services, provisions, firms=firms_of(self.rows.study)
        )


PRICES = ("price_in", "costs", "margin", "price_out")
SHARES = ("using_share", "willing_share", "aware_share")
PROVISIONS = {
    "service": pl.String,
    "institution": pl.String,
    "target_group": pl.String,
    "quality": pl.Float64,
    "firms_a_year": pl.Float64,
}


def _sum(known: float | None, share: Any) -> float | None:
    return None if known is None or share is None else known + float(share)


def firms_of(study: Study) -> int | None:
    """How many firms the register has in the cluster; None where it has none."""
    found: int = members_of(study.cluster).filter(kind=kinds.FIRM).count()
    return found or None
