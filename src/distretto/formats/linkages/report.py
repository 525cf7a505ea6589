"""A survey of linkages measured: each wave, and what changed between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from distretto.analysis.diagnosis.linkages.change import Change, compare_linkages
from distretto.analysis.diagnosis.linkages.measures import (
    LinkageMeasures,
    measure_linkages,
)
from distretto.analysis.diagnosis.linkages.same_kinds import NONE_IN_BOTH, kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.analysis.diagnosis.linkages.views import views_of
from distretto.errors import InputError, gettext_noop
from distretto.formats.linkages.order import in_order
from distretto.notes import Note, Param, quoted

Key = tuple[str, str, str, str]  # wave before, wave after, relation, view
Waves = tuple[Linkages, Linkages]
IN_ONE = gettext_noop(
    "Not in both “%(wave)s” and “%(other)s”, and therefore not compared: %(kinds)s. "
    "Where all kinds are taken together, these ties count as new or lost."
)
TESTED = gettext_noop(
    "The interval of a change and its p may disagree. The interval comes from drawing "
    "the same actors anew, each with all its ties; for p each tie that changed might "
    "as well have changed the other way round, which passes over that the ties of one "
    "actor hang together, so that p may be too small. Where 0 lies within the "
    "interval, a small p alone shows no change."
)
UNNAMED = gettext_noop("ties of no named kind")


@dataclass(frozen=True)
class LinkageReport:
    """Everything measured of the waves of a survey.

    Attributes
    ----------
    waves : tuple of Linkages
    measures : tuple of LinkageMeasures
        One of each wave.
    changes : dict of (before, after, relation, view) to Change
        Of each wave and the next; of the last that is there and each that is wished
        for.
    notes : tuple of Note
        On what is compared and what is not, and of the file; those of the measures
        stand with them.
    """

    waves: tuple[Linkages, ...]
    measures: tuple[LinkageMeasures, ...]
    changes: dict[Key, Change]
    notes: tuple[Note, ...] = ()

    @property
    def whole(self) -> pl.DataFrame:
        """The measures of all waves, below each other."""
        return self._stacked([each.whole for each in self.measures])

    @property
    def actors(self) -> pl.DataFrame:
        """The measures of the actors in all waves."""
        return self._stacked([each.actors for each in self.measures])

    @property
    def mixing(self) -> pl.DataFrame:
        """The E-I indices of all waves."""
        return self._stacked([each.mixing for each in self.measures])

    @property
    def institutions(self) -> pl.DataFrame:
        """Firms and institutions, by wave and relation."""
        return pl.DataFrame(
            [
                {"wave": wave.wave, "relation": relation, **_two_mode(found)}
                for wave, held in zip(self.waves, self.measures, strict=True)
                for relation, found in held.institutions.items()
            ]
        )

    def all_notes(self) -> list[Note]:
        """The notes of the file and of every wave, each once."""
        told = [*self.notes, *(note for held in self.measures for note in held.notes)]
        return list({str(note): note for note in told}.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; unknown is null."""
        return {
            "waves": [
                {
                    "wave": wave.wave,
                    "settings": held.settings,
                    "whole": held.whole.to_dicts(),
                    "mixing": held.mixing.to_dicts(),
                    "institutions": {
                        relation: {
                            **_two_mode(found),
                            "by_institution": found.by_institution.to_dicts(),
                        }
                        for relation, found in held.institutions.items()
                    },
                    "actors": held.actors.to_dicts(),
                }
                for wave, held in zip(self.waves, self.measures, strict=True)
            ],
            "changes": [change_dict(key, each) for key, each in self.changes.items()],
            "notes": [str(note) for note in self.all_notes()],
        }

    def _stacked(self, frames: list[pl.DataFrame]) -> pl.DataFrame:
        named = [
            frame.select(pl.lit(wave.wave).alias("wave"), pl.all())
            for wave, frame in zip(self.waves, frames, strict=True)
        ]
        return pl.concat(named, how="diagonal_relaxed")


def linkage_report(
    waves: tuple[Linkages, ...],
    *,
    notes: tuple[Note, ...] = (),
    permutations: int = 999,
    **asked: Any,
) -> LinkageReport:
    """Measure each wave and compare it with the next; `asked` goes to the measures."""
    waves = tuple(in_order(waves))
    measures = tuple(measure_linkages(wave, **asked) for wave in waves)
    measured = {wave.wave: found for wave, found in zip(waves, measures, strict=True)}
    pairs, apart = _comparable(_pairs(waves), asked.get("relations"))
    changes = {
        (before.wave, after.wave, relation, view): compare_linkages(
            before,
            after,
            relation=relation or None,
            directed=_is_directed(both, relation),
            among=kinds,
            permutations=permutations,
            level=asked.get("level", 0.95),
            seed=asked.get("seed", 1),
        )
        for before, after in pairs
        for both in [(measured[before.wave], measured[after.wave])]
        for relation in _in_both(*both)
        for view, kinds in views_of(before).items()
    }
    tested = [Note(TESTED)] if any(map(_has_interval, changes.values())) else []
    return LinkageReport(waves, measures, changes, (*tested, *apart, *notes))


def _has_interval(found: Change) -> bool:
    return not found.measures["low"].is_null().all()


def _pairs(waves: tuple[Linkages, ...]) -> list[Waves]:
    """The waves that are compared: what is wished for with the last that is there."""
    there = [each for each in waves if not each.is_desired]
    wishes = [each for each in waves if each.is_desired]
    if not there:
        return list(pairwise(wishes))
    return [*pairwise(there), *((there[-1], wish) for wish in wishes)]


def _comparable(
    pairs: list[Waves], asked: Sequence[str] | None
) -> tuple[list[Waves], list[Note]]:
    """The pairs that have a kind of linkage in common; why others are not compared."""
    if asked is not None:  # and so each wave has them
        return pairs, []
    found: list[Waves] = []
    notes = []
    for before, after in pairs:
        try:
            both = kinds_in_both(before, after)
        except InputError:
            notes.append(_apart(before, after))
            continue
        found.append((before, after))
        alone = [kind for kind in _kinds_of(before, after) if kind not in both]
        if alone and both:
            notes.append(_in_one(before, after, alone))
    return found, notes


def _apart(before: Linkages, after: Linkages) -> Note:
    """Why two waves are not compared."""
    return Note(
        NONE_IN_BOTH,
        wave=before.wave,
        other=after.wave,
        kinds=_named(before.relations),
        others=_named(after.relations),
    )


def _in_one(before: Linkages, after: Linkages, kinds: list[str]) -> Note:
    """Which kinds are not compared, where others are."""
    named = _named(kinds)
    return Note(IN_ONE, wave=before.wave, other=after.wave, kinds=named)


def _kinds_of(*waves: Linkages) -> list[str]:
    return list(dict.fromkeys(kind for each in waves for kind in each.relations))


def _named(kinds: list[str]) -> Param:
    return tuple(quoted([kind]) if kind else Note(UNNAMED) for kind in kinds)


def _in_both(before: LinkageMeasures, after: LinkageMeasures) -> list[str]:
    """Relations of both waves, in the order of the first."""
    there = after.settings["directed"]
    return [relation for relation in before.settings["directed"] if relation in there]


def _is_directed(
    measured: tuple[LinkageMeasures, LinkageMeasures], relation: str
) -> bool:
    return any(each.settings["directed"][relation] for each in measured)


def _two_mode(found: Any) -> dict[str, Any]:
    names = ("tied_share", "mean_ties", "concentration", "several_types_share")
    return {"firms": found.firms} | {
        name: known(getattr(found, name)) for name in names
    }


def change_dict(key: Key, found: Change) -> dict[str, Any]:
    """One comparison as plain data."""
    before, after, relation, view = key
    qap = found.qap
    return {
        "before": before,
        "after": after,
        "relation": relation,
        "view": view,
        "panel": len(found.panel),
        "entries": list(found.entries),
        "exits": list(found.exits),
        "unheard": list(found.unheard),
        "kept": found.kept,
        "new": found.new,
        "lost": found.lost,
        "is_directed": found.is_directed,
        "pairs_kept": found.pairs_kept,
        "pairs_new": found.pairs_new,
        "pairs_lost": found.pairs_lost,
        "jaccard": known(found.jaccard),
        "entry_ties": found.entry_ties,
        "exit_ties": found.exit_ties,
        "qap_correlation": known(qap.correlation),
        "qap_p_value": known(qap.p_value),
        "permutations": qap.permutations,
        "is_wish": found.is_wish,
        "measures": found.measures.to_dicts(),
        "ties": found.ties.to_dicts(),
    }


def known(value: float) -> float | None:
    """The number, or None where it is unknown."""
    return None if value != value else value
