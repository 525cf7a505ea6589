"""What a survey of linkages found: actors, ties, and what was not answered."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_columns, check_table, polars_of
from distretto.errors import InputError, gettext_noop

FIRM, INSTITUTION, TEAM, OUTSIDE = KINDS = ("firm", "institution", "team", "outside")
CONFLICT, STRONGEST = -1.0, 3.0
WITHIN = (FIRM, INSTITUTION, TEAM)  # the cluster, as opposed to the outside
TIES = {"from": pl.String, "to": pl.String, "relation": pl.String}
PAIR = list(TIES)
MORE_OF_ACTORS: dict[str, type[pl.DataType]] = {
    "kind": pl.String,
    "group": pl.String,
    "surveyed": pl.Boolean,
}


@dataclass(frozen=True)
class Linkages:
    """One wave of a survey of linkages.

    Attributes
    ----------
    actors : DataFrame
        `actor` (its name or code, once each), `kind` (firm, institution, team or
        outside), `group` and `surveyed` (null where nobody knows), and whatever else
        is known of them.
    ties : DataFrame
        `from`, `to`, `relation`, `strength`: -1 conflict, 0 said to be none, up to 3
        strong; null is a tie of unknown strength. Other columns are kept.
    unanswered : DataFrame
        `from`, `to`, `relation`: asked, but not answered.
    wave : str
        When: “now”, “desired”, a year.
    loops : int
        Ties of an actor to itself, which were left out.
    is_roster : bool
        Whether there was a list of actors: without one nobody knows of isolates.
    is_desired : bool
        Whether the ties are wished for, and not there.
    """

    actors: pl.DataFrame
    ties: pl.DataFrame
    unanswered: pl.DataFrame
    wave: str = ""
    loops: int = 0
    is_roster: bool = True
    is_desired: bool = False

    @property
    def relations(self) -> list[str]:
        """The kinds of linkage there are, in the order of the file."""
        both = pl.concat([self.ties["relation"], self.unanswered["relation"]])
        return both.unique(maintain_order=True).to_list()


def survey_of_linkages(
    ties: IntoFrame,
    actors: IntoFrame | None = None,
    *,
    unanswered: IntoFrame | None = None,
    wave: str = "",
    is_desired: bool = False,
) -> Linkages:
    """The answers of a survey of linkages, checked [marsden1990].

    Parameters
    ----------
    ties : table
        `from`, `to` and, if there are, `relation` (the kind of linkage) and `strength`:
        -1 conflict, 0 none, 1 weak, 2 regular, 3 strong (points); null is a tie of
        unknown strength.
    actors : table, optional
        `actor` and, if known, `kind` (firm where not told), `group`, `surveyed`.
        Without, the actors are those of the ties, and nobody knows who else was asked.
    unanswered : table, optional
        `from`, `to`, `relation` of questions without an answer.
    wave : str
        The name of the wave.
    is_desired : bool
        Whether its ties are those that the actors wish for.

    Returns
    -------
    Linkages
        Strengths are in points, dimensionless.

    Raises
    ------
    InputError
        A column is missing, a strength or kind is none, a tie comes twice, or a tie
        names an actor that is not in the list.
    """
    held = _completed(_pairs(ties, "ties"), {"strength": pl.Float64})
    open_ = _pairs(unanswered, "unanswered") if unanswered is not None else _nothing()
    _check_strengths(held)
    everybody = _actors(actors) if actors is not None else _named_in(held, open_)
    for table, name in ((held, "ties"), (open_, "unanswered answers")):
        _check_listed(table, everybody, name)
    loops = held.filter(pl.col("from") == pl.col("to")).height
    apart = pl.col("from") != pl.col("to")
    return Linkages(
        everybody,
        held.filter(apart),
        open_.filter(apart),
        wave,
        loops,
        is_roster=actors is not None,
        is_desired=is_desired,
    )


def _pairs(table: IntoFrame, name: str) -> pl.DataFrame:
    held = polars_of(table, name)
    check_columns(check_table(held, name=name), ("from", "to"), name)
    held = _completed(held, {"relation": pl.String}).with_columns(
        pl.col("from", "to", "relation").cast(pl.String),
    )
    held = held.with_columns(pl.col("relation").fill_null(""))
    check_table(held, keys=PAIR, unique=True, name=name)
    return held


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=TIES)


def _completed(
    frame: pl.DataFrame, columns: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The table with the columns it lacks, unknown throughout."""
    lacking = {name: kind for name, kind in columns.items() if name not in frame}
    return frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in lacking.items()
    )


def _check_strengths(ties: pl.DataFrame) -> None:
    kind = ties["strength"].dtype
    given = ties["strength"].to_numpy() if kind.is_numeric() else None
    if given is None and ties["strength"].is_null().all():
        return
    if given is None:
        row, found = 1, ties["strength"].drop_nulls()[0]
    else:
        values = given.astype(np.float64)
        is_fine = np.isnan(values) | (values == CONFLICT)
        is_fine |= (values >= 0) & (values <= STRONGEST)
        if is_fine.all():
            return
        row = int(np.argmin(is_fine)) + 1
        found = ties["strength"][row - 1]
    raise InputError(
        "not_a_strength",
        gettext_noop(
            "The ties, row %(row)s: the strength “%(found)s” is none. Give -1 for a "
            "conflict, 0 for no tie, 1 to 3 from weak to strong; leave it blank if it "
            "is unknown."
        ),
        row=row,
        found=found,
    )


def _actors(table: IntoFrame) -> pl.DataFrame:
    held = polars_of(table, "actors")
    check_columns(check_table(held, name="actors"), ("actor",), "actors")
    held = _completed(held, MORE_OF_ACTORS).with_columns(
        pl.col("actor", "kind", "group").cast(pl.String)
    )
    check_table(held, keys=("actor",), unique=True, name="actors")
    held = held.with_columns(
        pl.col("kind").fill_null(FIRM), pl.col("surveyed").cast(pl.Boolean)
    )
    strange = held.filter(~pl.col("kind").is_in(KINDS))
    if strange.height:
        raise InputError(
            "not_a_kind_of_actor",
            gettext_noop(
                "Actor “%(actor)s” is of the kind “%(found)s”. Kinds are: %(kinds)s."
            ),
            actor=strange["actor"][0],
            found=strange["kind"][0],
            kinds=", ".join(KINDS),
        )
    return held


def _named_in(*tables: pl.DataFrame) -> pl.DataFrame:
    names = [table[end] for table in tables for end in ("from", "to")]
    found = pl.concat(names).unique(maintain_order=True).to_frame("actor")
    return _completed(found, MORE_OF_ACTORS).with_columns(kind=pl.lit(FIRM))


def _check_listed(pairs: pl.DataFrame, actors: pl.DataFrame, name: str) -> None:
    for end in ("from", "to"):
        strange = pairs.filter(~pl.col(end).is_in(actors["actor"].implode()))
        if strange.height:
            raise InputError(
                "actor_not_listed",
                gettext_noop(
                    "The %(name)s name “%(actor)s”, who is not in the list of actors. "
                    "Add the actor to the list, or spell both alike."
                ),
                name=name,
                actor=strange[end][0],
            )
