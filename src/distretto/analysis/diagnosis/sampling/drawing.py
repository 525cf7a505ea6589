"""Which firms to ask, and whom instead where one cannot be found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_columns, check_table, polars_of
from distretto.analysis.diagnosis.sampling.allocation import allocated_sizes
from distretto.errors import InputError, gettext_noop

UNKNOWN = "unknown"
PARTED = " | "


@dataclass(frozen=True)
class Sample:
    """Firms drawn from a register.

    Attributes
    ----------
    drawn : polars.DataFrame, one row per firm, by stratum and order
        The columns of the register, and `stratum`, `role` (“sample” or
        “replacement”), `order` within the stratum and `weight`: how many firms each
        of the sample stands for.
    strata : polars.DataFrame, one row per stratum
        `stratum`, `population`, `sampled`, `replacements`, `weight`, `is_certain`.
    settings : dict
    """

    drawn: pl.DataFrame
    strata: pl.DataFrame
    settings: Mapping[str, object]


def stratified_sample(
    register: IntoFrame,
    size: int,
    *,
    strata: Sequence[str],
    firm: str = "firm",
    allocation: str = "proportional",
    spread: str | None = None,
    minimum: int = 2,
    certain: Collection[str] = (),
    replacements: int | None = None,
    seed: int = 1,
) -> Sample:
    """A stratified sample without replacement, with firms in reserve [cochran1977].

    Within each stratum every firm has the same chance; w[h] = N[h] / n[h].

    Parameters
    ----------
    register : table, one row per firm
    size : int
        Firms to draw, a count.
    strata : names of columns
        Such as size class, place, stage of the chain; each combination that is there
        is a stratum. A blank is the group “unknown”.
    firm : str
        Column with the key of each firm.
    allocation, minimum
        As in `allocated_sizes`.
    spread : str or None
        For “neyman”: the column whose spread within strata counts, numbers in any
        unit. A stratum where it is unknown takes that of the whole.
    certain : names of strata
        Of which every firm is drawn: their values, parted by “ | ”.
    replacements : int or None
        Firms in reserve in each stratum, a count; as many as are drawn if None.
    seed : int
        Makes the draw repeatable, whatever the order of the register.

    Returns
    -------
    Sample
        With weights: how many firms each firm of the sample stands for, a number.

    Raises
    ------
    InputError
        A column is missing, a firm comes twice or has no key, a stratum is unknown,
        or the size is too small.
    """
    table = polars_of(register, "register")
    columns = [*strata, *([spread] if spread else [])]
    check_columns(nw.from_native(table), [firm, *columns], "register")
    check_table(table, keys=(firm,), unique=True, name="register")
    if spread:
        check_table(table, counts=(spread,), name="register")
    named = table.with_columns(stratum=_stratum(strata)).sort(firm)
    found = _strata(named, spread)
    _check_certain(certain, found["stratum"].to_list())
    is_certain = found["stratum"].is_in(list(certain))
    sizes = allocated_sizes(
        found["population"].to_numpy(),
        size,
        allocation=allocation,
        spread=found["spread"].to_numpy() if spread else None,
        minimum=minimum,
        certain=is_certain.to_list(),
    )
    found = found.select("stratum", "population").with_columns(
        sampled=pl.Series(sizes), is_certain=is_certain
    )
    drawn = _drawn(named, found, replacements, seed)
    return Sample(
        drawn=drawn,
        strata=_counted(found, drawn),
        settings={
            "size": size,
            "strata": list(strata),
            "allocation": allocation,
            "spread": spread,
            "minimum": minimum,
            "certain": sorted(certain),
            "seed": seed,
        },
    )


def _stratum(strata: Sequence[str]) -> pl.Expr:
    if not strata:
        return pl.lit("all")
    parts = [pl.col(name).cast(pl.String).fill_null(UNKNOWN) for name in strata]
    return pl.concat_str(parts, separator=PARTED)


def _strata(named: pl.DataFrame, spread: str | None) -> pl.DataFrame:
    if named.is_empty():
        raise InputError(
            "empty_register",
            gettext_noop("The register has no firm. Give one row for each firm."),
        )
    deviation = pl.lit(None, pl.Float64)
    whole: object = None
    if spread:
        number = pl.col(spread).cast(pl.Float64).fill_nan(None)
        whole, deviation = named.select(number.std()).item(), number.std()
    found = named.group_by("stratum").agg(population=pl.len(), spread=deviation)
    return found.sort("stratum").with_columns(
        pl.col("spread").fill_null(pl.lit(whole, pl.Float64))
    )


def _check_certain(certain: Collection[str], known: Sequence[str]) -> None:
    for name in certain:
        if name not in known:
            raise InputError(
                "unknown_stratum",
                gettext_noop(
                    "There is no stratum “%(stratum)s”. The strata are: %(strata)s."
                ),
                stratum=name,
                strata=", ".join(f"“{each}”" for each in known[:10]),
            )


def _drawn(
    named: pl.DataFrame, found: pl.DataFrame, replacements: int | None, seed: int
) -> pl.DataFrame:
    chance = np.random.default_rng(seed)
    parts = []
    for stratum, population, sampled, _ in found.iter_rows():
        firms = named.filter(pl.col("stratum") == stratum)
        kept = sampled + (sampled if replacements is None else replacements)
        order = chance.permutation(population)[:kept]
        place = pl.int_range(1, pl.len() + 1)
        weight = population / sampled if sampled else None
        parts.append(
            firms[order.tolist()].with_columns(
                role=pl.when(place <= sampled)
                .then(pl.lit("sample"))
                .otherwise(pl.lit("replacement")),
                order=pl.when(place <= sampled)
                .then(place)
                .otherwise(place - sampled)
                .cast(pl.Int64),
                weight=pl.lit(weight, pl.Float64),
            )
        )
    return pl.concat(parts)


def _counted(found: pl.DataFrame, drawn: pl.DataFrame) -> pl.DataFrame:
    is_reserve = pl.col("role") == "replacement"
    reserve = drawn.group_by("stratum").agg(replacements=is_reserve.sum())
    weight = pl.when(pl.col("sampled") > 0).then(
        pl.col("population") / pl.col("sampled")
    )
    joined = found.join(reserve, on="stratum", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("population").cast(pl.Int64),
        pl.col("replacements").fill_null(0).cast(pl.Int64),
        weight=weight,
    ).select("stratum", "population", "sampled", "replacements", "weight", "is_certain")
