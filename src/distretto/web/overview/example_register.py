"""Firms and institutions of the example's first cluster, told through the rules."""

from typing import Any

from django.utils import timezone

from distretto.example.firms import (
    DISTRICT,
    INSTITUTIONS,
    ExampleFirm,
    knitwear_firms,
)
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.models import Cluster, Method
from distretto.web.register.rules.organisations import add_organisation

SOURCE = "Census of the cluster (fictitious, generated)"


def tell_register(programme: Programme, cluster: Cluster, by: Any) -> None:
    """Enter the firms and institutions that are not in the cluster yet, as one deed."""
    known = set(programme.organisations.current().values_list("name", flat=True))
    place = programme.places.current().filter(name=DISTRICT).first()
    with deed("organisation.added", by=by, programme=programme, about=cluster):
        for firm in knitwear_firms():
            if firm.name not in known:
                facts = _facts(firm) | {"place": place}
                add_organisation(facts, programme=programme, by=by, cluster=cluster)
        for name, kind in INSTITUTIONS:
            if name not in known:
                add_organisation(
                    {"name": name, "kind": kind, "place": place},
                    programme=programme,
                    by=by,
                    cluster=cluster,
                )


def _facts(firm: ExampleFirm) -> dict[str, Any]:
    return {
        "kind": "firm",
        "name": firm.name,
        "products": "Knitwear",
        "classification": "ISIC4",
        "industries": ["1430"],
        "chain_stage": firm.chain_stage,
        "founded": firm.founded,
        "owner": firm.owner,
        "is_registered": firm.is_registered,
        "exports": firm.exports,
        "employees": firm.employees,
        "women": firm.women,
        "figures_year": timezone.localdate().year - 1,
        "figures_source": SOURCE,
        "figures_method": Method.CENSUS,
        "figures_confidence": "B",
        "address": firm.address,
        "phone": firm.phone,
        "latitude": firm.latitude,
        "longitude": firm.longitude,
    }
