"""Chances of entry and exit by density, from the years that a table has."""

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.relatedness.density import density, weights_of
from distretto.analysis.selection.relatedness.entry_exit import (
    EntryExit,
    entry_and_exit,
)
from distretto.analysis.selection.relatedness.logit import Logit
from distretto.analysis.selection.relatedness.matrices import Floats, Presence
from distretto.analysis.selection.relatedness.proximity import phi
from distretto.errors import gettext_noop
from distretto.notes import Note

Integers = NDArray[np.int64]


def own_density(presence: Presence) -> tuple[Floats, Floats]:
    """Density of every pair by the other industries of the region, and the weights."""
    near = weights_of(phi(presence), own=False)
    return density(presence, near).astype(np.float64), near


def turns_of(years: list[Presence]) -> EntryExit:
    """Entry and exit from each year to the next."""
    has = [np.where(_known(each), each.present, np.nan) for each in years]
    return entry_and_exit(
        np.stack(has), np.stack([own_density(each)[0] for each in years])
    )


def _known(presence: Presence) -> NDArray[np.bool_]:
    everywhere = np.ones(presence.present.shape, dtype=np.bool_)
    return everywhere if presence.known is None else presence.known


def chance_notes(turns: EntryExit, first: int, last: int) -> list[Note]:
    """How the chances were got, or why there are none."""
    return [
        _told(turns.entry.model, first, last, of_entry=True),
        _told(turns.exit.model, first, last, of_entry=False),
        Note(_TURN),
    ]


def _told(model: Logit, first: int, last: int, *, of_entry: bool) -> Note:
    if np.isnan(model.slope):
        return Note(
            _NO_ENTRY if of_entry else _NO_EXIT,
            events=model.events,
            pairs=model.observations,
            first=str(first),
            last=str(last),
        )
    p = model.p_value
    return Note(
        _ENTRY if of_entry else _EXIT,
        events=model.events,
        pairs=model.observations,
        first=str(first),
        last=str(last),
        odds=float(f"{model.odds_ratio_of_a_tenth:.3g}"),
        p=Note(_P_BELOW, p=0.001) if p < 0.001 else Note(_P_IS, p=round(p, 3)),
    )


_P_BELOW = gettext_noop("p below %(p)s")
_P_IS = gettext_noop("p %(p)s")
_ENTRY = gettext_noop(
    "Entry: chance that a region is specialised in the industry in the next year of "
    "the table, though it is not now, by a logit of density (errors by region): "
    "%(events)s entries among %(pairs)s pairs from %(first)s to %(last)s. Where "
    "density is higher by 0.1, the odds are %(odds)s times as high (%(p)s)."
)
_EXIT = gettext_noop(
    "Exit: chance that a region is no longer specialised in the next year, by the same "
    "logit: %(events)s exits among %(pairs)s pairs from %(first)s to %(last)s. Where "
    "density is higher by 0.1, the odds are %(odds)s times as high (%(p)s)."
)
_NO_ENTRY = gettext_noop(
    "There is no chance of entry: %(events)s entries among %(pairs)s pairs from "
    "%(first)s to %(last)s do not tell how it depends on density."
)
_NO_EXIT = gettext_noop(
    "There is no chance of exit: %(events)s exits among %(pairs)s pairs from %(first)s "
    "to %(last)s do not tell how it depends on density."
)
_TURN = gettext_noop(
    "An entry or exit is a quotient that crosses the line, whatever made it cross: in "
    "small regions one plant does. The chances are those of pairs of that density in "
    "the whole table, and no forecast for one region."
)
