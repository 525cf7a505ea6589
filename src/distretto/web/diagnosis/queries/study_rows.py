"""The rows of the tables of a study, loaded once for a page, a file or a document."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from distretto.web.diagnosis.models import (
    ChainFlow,
    ChainFrame,
    ChainStage,
    CostItem,
    ProfileFigure,
    Service,
    ServiceProvision,
    Study,
    UnitType,
)
from distretto.web.register import kinds
from distretto.web.register.models import Organisation


@dataclass(frozen=True)
class StudyRows:
    """What a study has in its tables; each kind is asked for when it is needed."""

    study: Study

    @cached_property
    def figures(self) -> list[ProfileFigure]:
        return list(_of(ProfileFigure, self.study))

    @cached_property
    def unit_types(self) -> list[UnitType]:
        return list(_of(UnitType, self.study))

    @cached_property
    def stages(self) -> list[ChainStage]:
        return list(_of(ChainStage, self.study))

    @cached_property
    def flows(self) -> list[ChainFlow]:
        found = ChainFlow.objects.current().filter(
            source_stage__study=self.study,
            source_stage__retired_at__isnull=True,
            target_stage__retired_at__isnull=True,
        )
        return list(found.select_related("source_stage", "target_stage"))

    @cached_property
    def frames(self) -> list[ChainFrame]:
        return list(_of(ChainFrame, self.study).select_related("stage"))

    @cached_property
    def costs(self) -> list[CostItem]:
        found = CostItem.objects.current().filter(
            stage__study=self.study, stage__retired_at__isnull=True
        )
        return list(found.select_related("stage"))

    @cached_property
    def services(self) -> list[Service]:
        return list(_of(Service, self.study))

    @cached_property
    def provisions(self) -> list[ServiceProvision]:
        found = ServiceProvision.objects.current().filter(
            service__study=self.study, service__retired_at__isnull=True
        )
        return list(found.select_related("service", "institution"))

    @cached_property
    def words(self) -> kinds.Words:
        """What the programme calls the types of institutions."""
        return kinds.words_of(self.study.cluster.programme)

    @property
    def money(self) -> str:
        """What prices are told in: the currency, and the unit of the product."""
        return " / ".join(filter(None, (self.study.currency, self.study.product_unit)))


def _of(model: Any, study: Study) -> Any:
    return model.objects.current().filter(study=study)


def institutions_to_choose(study: Study) -> Any:
    """Who may offer services: all that are no firms, and those of the list already."""
    return (
        Organisation.objects.current()
        .filter(programme=study.cluster.programme)
        .exclude(kind=kinds.FIRM)
        .defer("place")
    )
