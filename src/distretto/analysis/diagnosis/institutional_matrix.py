"""Services and the institutions that offer them: gaps, overlaps, demand and supply."""

from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    check_at_least_zero,
    check_columns,
    check_share,
    check_table,
    polars_of,
)
from distretto.errors import InputError, gettext_noop

GAP, WEAK, UNRATED, ALONE, SERVED = "gap", "weak", "unrated", "alone", "served"
SHARES = ("using_share", "willing_share", "aware_share")


@dataclass(frozen=True)
class InstitutionalMatrix:
    """Who offers which service, and whether it is enough.

    Attributes
    ----------
    services : DataFrame
        A row for each service: `service`; `institutions`, how many offer it; `rated`,
        how many of them firms have rated; `best_quality` and `mean_quality` of these;
        `is_needed`, null where demand is unknown; `verdict` (see below);
        `unserved_least` and `unserved_most`, between which the share of firms lies
        that would pay for it and do not use it; `served`, firms a year, where all that
        offer it say how many; `served_most`, the share of firms that can be at most,
        because one firm may come to several.
    overlaps : DataFrame
        Services that several offer to the same group: `service`, `target_group`,
        `institutions` (a list of names).
    """

    services: pl.DataFrame
    overlaps: pl.DataFrame


def institutional_matrix(
    services: IntoFrame,
    provisions: IntoFrame,
    *,
    firms: int | None = None,
    weak_below: float = 3,
    needed_from: float = 0.1,
) -> InstitutionalMatrix:
    """Gaps and overlaps of a matrix of services and institutions [unido2001].

        unserved_least = max(0, willing - using)
        unserved_most  = min(willing, 1 - using)

    The verdict of a service is “gap” (nobody offers it, and it is not known to be
    unneeded), “weak” (all that offer it are rated, and below `weak_below`), “unrated”
    (no rating of any that reaches it, and not all are rated), “alone” (one institution,
    rated well enough) or “served”.

    Parameters
    ----------
    services : table of shape (n_services, 4)
        `service`, and the shares of firms (0 to 1) that use it, would pay for it and
        know of it: `using_share`, `willing_share`, `aware_share`. Null is unknown.
    provisions : table of shape (n_provisions, 5)
        `service`, `institution`, `target_group`, `quality` (1 to 5) and
        `firms_a_year`. Null is unknown; an unknown group overlaps with nobody's.
    firms : int, optional
        Number of firms in the cluster.
    weak_below : float
        Ratings below are weak (points).
    needed_from : float
        Share of firms using it or willing to pay from which a service is needed.

    Returns
    -------
    InstitutionalMatrix
        Counts, points from 1 to 5, and shares (dimensionless). Null is unknown.

    Raises
    ------
    InputError
        A column is missing, a service comes twice, a provision comes twice or is of no
        service of the list, or a share, rating or count cannot be one.
    """
    check_at_least_zero(weak_below, "weak_below")
    check_share(needed_from, "needed_from")
    demand, supply = _demand(services), _supply(provisions)
    _check_listed(demand, supply)
    found = demand.join(
        _counted(supply), on="service", how="left", maintain_order="left"
    )
    found = found.with_columns(
        pl.col("institutions", "rated").fill_null(0),
        served=pl.when(pl.col("institutions").is_null())
        .then(0)
        .otherwise(pl.col("served")),
        is_needed=_needed(needed_from),
        unserved_least=_at_least_zero(pl.col("willing_share") - pl.col("using_share")),
        unserved_most=pl.min_horizontal(
            "willing_share", 1 - pl.col("using_share")
        ).pipe(_where_known, "willing_share", "using_share"),
    ).with_columns(
        verdict=_verdict(weak_below),
        served_most=pl.min_horizontal(pl.col("served") / firms, 1.0).pipe(
            _where_known, "served"
        )
        if firms
        else pl.lit(None, pl.Float64),
    )
    told = found.select(
        "service",
        "institutions",
        "rated",
        "best_quality",
        "mean_quality",
        "is_needed",
        "verdict",
        "unserved_least",
        "unserved_most",
        "served",
        "served_most",
    )
    return InstitutionalMatrix(told, _overlaps(supply))


def _demand(services: IntoFrame) -> pl.DataFrame:
    check_table(services, keys=["service"], counts=SHARES, unique=True, name="services")
    told = polars_of(services).select(
        pl.col("service").cast(pl.String), *(_known(name) for name in SHARES)
    )
    for name in SHARES:
        for share in told[name].drop_nulls():
            check_share(share, name)
    return told


def _supply(provisions: IntoFrame) -> pl.DataFrame:
    frame = check_table(
        provisions,
        keys=["service", "institution"],
        counts=["quality", "firms_a_year"],
        unique=True,
        name="provisions",
    )
    check_columns(frame, ["target_group"], "provisions")
    return polars_of(provisions).select(
        pl.col("service", "institution", "target_group").cast(pl.String),
        _known("quality"),
        _known("firms_a_year"),
    )


def _known(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).fill_nan(None)


def _check_listed(demand: pl.DataFrame, supply: pl.DataFrame) -> None:
    strange = supply.join(demand, on="service", how="anti")["service"]
    if len(strange):
        raise InputError(
            "service_not_listed",
            gettext_noop(
                "The provisions name the service “%(service)s”, which is not among the "
                "services. Add it there, with its demand blank if it is unknown."
            ),
            service=strange[0],
        )


def _counted(supply: pl.DataFrame) -> pl.DataFrame:
    quality, served = pl.col("quality"), pl.col("firms_a_year")
    return supply.group_by("service", maintain_order=True).agg(
        institutions=pl.len(),
        rated=quality.count(),
        best_quality=quality.max(),
        mean_quality=quality.mean(),
        served=pl.when(served.is_not_null().all()).then(served.sum()),
    )


def _needed(needed_from: float) -> pl.Expr:
    largest = pl.max_horizontal("using_share", "willing_share")
    are_known = (
        pl.col("using_share").is_not_null() & pl.col("willing_share").is_not_null()
    )
    return (
        pl.when(largest >= needed_from)
        .then(pl.lit(True))
        .when(are_known)
        .then(pl.lit(False))
    )


def _at_least_zero(number: pl.Expr) -> pl.Expr:
    return pl.when(number.is_not_null()).then(pl.max_horizontal(number, 0.0))


def _where_known(number: pl.Expr, *names: str) -> pl.Expr:
    return pl.when(pl.all_horizontal(pl.col(names).is_not_null())).then(number)


def _verdict(weak_below: float) -> pl.Expr:
    nobody = pl.col("institutions") == 0
    is_good = (pl.col("best_quality") >= weak_below).fill_null(False)
    return (
        pl.when(nobody & pl.col("is_needed").fill_null(True))
        .then(pl.lit(GAP))
        .when(nobody)
        .then(pl.lit(None))
        .when(~is_good & (pl.col("rated") == pl.col("institutions")))
        .then(pl.lit(WEAK))
        .when(~is_good)
        .then(pl.lit(UNRATED))
        .when(pl.col("institutions") == 1)
        .then(pl.lit(ALONE))
        .otherwise(pl.lit(SERVED))
    )


def _overlaps(supply: pl.DataFrame) -> pl.DataFrame:
    """Groups are the same where they are written alike, but for case and spaces."""
    group = pl.col("target_group").str.strip_chars()
    return (
        supply.with_columns(group)
        .filter(group != "")
        .group_by(
            "service", group.str.to_lowercase().alias("_same"), maintain_order=True
        )
        .agg(
            target_group=pl.col("target_group").first(),
            institutions=pl.col("institution"),
        )
        .filter(pl.col("institutions").list.len() > 1)
        .drop("_same")
    )
