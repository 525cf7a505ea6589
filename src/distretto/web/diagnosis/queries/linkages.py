"""Linkages of a cluster as the analysis wants them, kept until one is changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import get_language, gettext

from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE
from distretto.analysis.diagnosis.linkages.survey import (
    FIRM,
    INSTITUTION,
    WITHIN,
    Linkages,
    survey_of_linkages,
)
from distretto.formats.sociogram.shown import union_of
from distretto.web.diagnosis.models import (
    Linkage,
    LinkageActor,
    Relation,
    Study,
    Wave,
)
from distretto.web.diagnosis.queries.waves import in_order, told_on
from distretto.web.register import kinds
from distretto.web.register.models import Cluster, Organisation, Place

# What an organisation's record says of an actor, under the name of its column.
TOLD = (
    "organisation",
    "organisation__name",
    "organisation__kind",
    "organisation__employees",
    "organisation__size_class",
    "organisation__chain_stage",
    "organisation__unit_type",
    "organisation__place__name",
    "organisation__latitude",
    "organisation__longitude",
)
# By what firms can be told apart: the columns, in the order in which they are offered.
ATTRIBUTES = ("place", "size", "stage", "unit_type")
SCHEMA: dict[str, Any] = {
    "actor": pl.String,
    "kind": pl.String,
    "surveyed": pl.Boolean,
    "type": pl.String,
    **dict.fromkeys(ATTRIBUTES, pl.String),
    "employees": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}
TIES: dict[str, Any] = {
    "from": pl.String,
    "to": pl.String,
    "relation": pl.String,
    "strength": pl.Float64,
    "formal": pl.Boolean,
}


@dataclass(frozen=True)
class HeldWave:
    """One wave, with who is in it and who is tied to whom."""

    pk: UUID
    name: str
    kind: str
    began_on: date | None
    ended_on: date | None
    linkages: Linkages

    @property
    def day(self) -> date | None:
        """The day that pictures of the wave bear, today at the latest."""
        return told_on(self)

    @property
    def is_desired(self) -> bool:
        """Whether it is what is wished for, and not what is."""
        return self.kind == Wave.Kind.DESIRED

    @property
    def firms(self) -> int:
        """How many firms are in it."""
        return int((self.linkages.actors["kind"] == FIRM).sum())

    @property
    def firms_heard(self) -> frozenset[str]:
        """The firms that answered; where nobody said who did, all of them."""
        firms = self.linkages.actors.filter(pl.col("kind") == FIRM)
        if not firms["surveyed"].is_null().all():
            firms = firms.filter(pl.col("surveyed").fill_null(value=False))
        return frozenset(firms["actor"])

    @property
    def counted(self) -> int:
        """How many actors are within the cluster."""
        return len(self._within)

    @property
    def surveyed(self) -> int | None:
        """How many of them answered; None where nobody said."""
        told = self._within
        return None if told.is_null().all() else int(told.fill_null(value=False).sum())

    @property
    def is_thin(self) -> bool:
        """Whether so few answered that figures say nothing of the whole."""
        return self.surveyed is not None and (
            self.surveyed < LEAST_COVERAGE * self.counted
        )

    @property
    def _within(self) -> pl.Series:
        actors = self.linkages.actors
        return actors.filter(pl.col("kind").is_in(list(WITHIN)))["surveyed"]

    @property
    def is_silent(self) -> bool:
        """Whether nobody has answered yet: no tie, and nobody who said to have none."""
        answered = self.linkages.actors["surveyed"].fill_null(value=False)
        return not self.linkages.ties.height and not answered.any()


@dataclass(frozen=True)
class Held:
    """All waves of a cluster that have actors; actors go by unique names.

    Attributes
    ----------
    stamp : str
        Changes with every change of what is here.
    names : dict of organisation to name
    """

    stamp: str
    waves: tuple[HeldWave, ...]
    names: Mapping[UUID, str] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> dict[str, UUID]:
        """The organisation of each name."""
        return {name: pk for pk, name in self.names.items()}

    @cached_property
    def union(self) -> Linkages:
        """All actors and ties of all waves: what places are made of."""
        return union_of(self.linkages)

    @property
    def linkages(self) -> list[Linkages]:
        return [each.linkages for each in self.waves]

    @cached_property
    def relations(self) -> list[str]:
        """The kinds of linkage that any wave has: the method's first, in its order."""
        there = {one for each in self.linkages for one in each.relations}
        known = [each for each in Relation.values if each in there]
        return [*known, *sorted(there.difference(known))]

    @property
    def latest(self) -> HeldWave:
        """The last wave that was observed; what is wished for, where none was."""
        return self.last_observed or self.waves[-1]

    @property
    def last_observed(self) -> HeldWave | None:
        """The last wave of what is, not of what is wished for."""
        seen = [each for each in self.waves if not each.is_desired]
        return seen[-1] if seen else None

    def wave(self, pk: UUID | str | None) -> HeldWave | None:
        """The wave of an id, if it is here."""
        return next((each for each in self.waves if str(each.pk) == str(pk)), None)


def wave_of(study: Study) -> tuple[Held, HeldWave] | None:
    """The linkages that a study speaks of: of its wave; where it names none, the last
    that were observed. What is wished for is no baseline.
    """
    held = linkages_of(study.cluster)
    wave = held.wave(study.wave_id) if study.wave_id else held.last_observed
    if wave is None or wave.firms < study.cluster.programme.smallest_cell:
        return None
    return held, wave


def relation_name(code: str) -> str:
    """What a kind of linkage is called; a kind of people's own is its own name."""
    if code == "":
        return gettext("Of a kind that nobody told")
    return str(Relation(code).label) if code in Relation.values else code


def linkages_of(cluster: Cluster) -> Held:
    """The linkages of a cluster, read anew only where something has changed."""
    stamp = stamp_of(cluster)
    return _held(cluster.pk, stamp, get_language() or "en")


def stamp_of(cluster: Cluster) -> str:
    """The newest versions of all that the linkages of a cluster are made of."""
    of_waves = {"wave__cluster": cluster.pk}
    programme = {"programme": cluster.programme_id}
    parts = [str(cluster.pk)]
    for model, narrowed in (
        (Wave, {"cluster": cluster.pk}),
        (LinkageActor, of_waves),
        (Linkage, of_waves),
        (Organisation, programme),
        (Place, programme),
    ):
        past: Any = model
        newest = past.history.filter(**narrowed).order_by("-history_date")
        parts.append(str(newest.values_list("history_id", flat=True).first()))
    return "/".join(parts)


@lru_cache(maxsize=12)
def _held(cluster: UUID, stamp: str, _language: str) -> Held:
    found = Cluster.objects.select_related("programme").get(pk=cluster)
    waves = list(in_order(Wave.objects.current().filter(cluster=found)))
    actors = _actors(waves)
    pairs = _pairs(waves)
    _add_forgotten(actors, pairs)
    words = kinds.words_of(found.programme)
    names = _names(row for rows in actors.values() for row in rows)
    return Held(
        stamp,
        tuple(
            HeldWave(
                wave.pk,
                wave.name,
                wave.kind,
                wave.began_on,
                wave.ended_on,
                _linkages(wave, actors[wave.pk], pairs[wave.pk], names, words),
            )
            for wave in waves
            if actors[wave.pk]
        ),
        names,
    )


Rows = dict[UUID, list[dict[str, Any]]]


def _actors(waves: list[Wave]) -> Rows:
    """The actors of each wave, in an order that does not change with their names."""
    found: Rows = {wave.pk: [] for wave in waves}
    rows = (
        LinkageActor.objects.current()
        .filter(wave__in=waves)
        .order_by("organisation")
        .values("wave", "kind", "surveyed", *TOLD)
    )
    for row in rows:
        found[row["wave"]].append(row)
    return found


def _pairs(waves: list[Wave]) -> Rows:
    found: Rows = {wave.pk: [] for wave in waves}
    rows = (
        Linkage.objects.current()
        .filter(wave__in=waves)
        .order_by("source", "target", "relation")
        .values(
            *("wave", "source", "target", "relation"),
            *("strength", "is_formal", "is_unanswered"),
        )
    )
    for row in rows:
        found[row["wave"]].append(row)
    return found


def _add_forgotten(actors: Rows, pairs: Rows) -> None:
    """Whoever has a tie is an actor, even where its entry as one was undone."""
    lacking = {
        wave: {row[end] for row in rows for end in ("source", "target")}
        - {row["organisation"] for row in actors[wave]}
        for wave, rows in pairs.items()
    }
    everybody = set().union(*lacking.values())
    if not everybody:
        return
    fields = [name.removeprefix("organisation__") for name in TOLD[1:]]
    told = {
        row["pk"]: row
        for row in Organisation.objects.filter(pk__in=everybody).values("pk", *fields)
    }
    for wave, pks in lacking.items():
        for pk in sorted(pks):
            row = {f"organisation__{name}": told[pk][name] for name in fields}
            kind = FIRM if told[pk]["kind"] == kinds.FIRM else INSTITUTION
            actors[wave].append(
                {"wave": wave, "organisation": pk, "kind": kind, "surveyed": None} | row
            )


def _names(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """A name for each organisation; of those of one name, with its place or number."""
    told = {row["organisation"]: row for row in rows}
    names = {pk: row["organisation__name"] for pk, row in told.items()}
    for wanted in ("organisation__place__name", None):
        counts = Counter(names.values())
        seen: Counter[str] = Counter()
        for pk in sorted(names):
            name = names[pk]
            if counts[name] < 2:
                continue
            seen[name] += 1
            more = told[pk][wanted] if wanted else str(seen[name])
            names[pk] = f"{name} ({more})" if more else name
    return names


def _linkages(
    wave: Wave,
    actors: list[dict[str, Any]],
    pairs: list[dict[str, Any]],
    names: Mapping[UUID, str],
    words: kinds.Words,
) -> Linkages:
    ties = [
        {
            "from": names[row["source"]],
            "to": names[row["target"]],
            "relation": row["relation"],
            "strength": row["strength"],
            "formal": row["is_formal"],
        }
        for row in pairs
        if not row["is_unanswered"]
    ]
    unanswered = [
        (names[row["source"]], names[row["target"]], row["relation"])
        for row in pairs
        if row["is_unanswered"]
    ]
    people = [_actor(row, names[row["organisation"]], words) for row in actors]
    frame = pl.DataFrame(people, schema=SCHEMA)
    return survey_of_linkages(
        pl.DataFrame(ties, schema=TIES),
        frame.with_columns(group=_group("place")),
        unanswered=pl.DataFrame(
            unanswered,
            schema=dict.fromkeys(("from", "to", "relation"), pl.String),
            orient="row",
        ),
        wave=wave.name,
        is_desired=wave.kind == Wave.Kind.DESIRED,
    )


def _group(attribute: str) -> pl.Expr:
    """Firms by an attribute, institutions by their type."""
    is_firm = pl.col("kind") == FIRM
    return pl.when(is_firm).then(pl.col(attribute)).otherwise(pl.col("type"))


def grouped_by(linkages: Linkages, attribute: str | None) -> pl.DataFrame:
    """The actors, their group being that attribute; none where it is not told."""
    if attribute is None:
        return linkages.actors.with_columns(
            group=pl.when(pl.col("kind") != FIRM).then(pl.col("type"))
        )
    return linkages.actors.with_columns(group=_group(attribute))


def attributes_of(held: Held) -> list[str]:
    """The attributes by which the firms of a cluster differ."""
    firms = held.union.actors.filter(kind=FIRM)
    return [each for each in ATTRIBUTES if firms[each].drop_nulls().n_unique() > 1]


def _actor(row: Mapping[str, Any], name: str, words: kinds.Words) -> dict[str, Any]:
    told = {key.removeprefix("organisation__"): value for key, value in row.items()}
    size = words.size_class_of(told["employees"], told["size_class"])
    is_firm = row["kind"] == FIRM
    return {
        "actor": name,
        "kind": row["kind"],
        "surveyed": row["surveyed"],
        "type": None if is_firm else words.kind_name(told["kind"]),
        "place": told["place__name"],
        "size": words.size_name(size) if size and is_firm else None,
        "stage": told["chain_stage"] or None,
        "unit_type": told["unit_type"] or None,
        "employees": told["employees"],
        "latitude": told["latitude"],
        "longitude": told["longitude"],
    }


def waves_without_actors(cluster: Cluster) -> list[Wave]:
    """Waves of a cluster whose linkages nobody has begun."""
    has = LinkageActor.objects.current().values("wave")
    waves = Wave.objects.current().filter(cluster=cluster)
    return list(in_order(waves.exclude(pk__in=has)))


def outlines_of(held: Held) -> list[Any]:
    """The boundaries of the places where the actors are, of those that have one."""
    firms = Organisation.objects.filter(pk__in=held.names)
    places = Place.objects.current().filter(
        pk__in=firms.values("place"), shape__isnull=False
    )
    return list(places.order_by("code").values_list("shape", flat=True))
