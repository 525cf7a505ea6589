"""One sociogram: the drawing with its words, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from distretto.analysis.diagnosis.linkages.same_kinds import kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.errors import InputError, gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Table
from distretto.formats.linkages.order import in_order
from distretto.formats.sociogram.filters import filters_of, without_conflicts
from distretto.formats.sociogram.page import Page, Sizes
from distretto.formats.sociogram.places import Places, places_of
from distretto.formats.sociogram.shown import (
    Choice,
    check_choice,
    shown,
    union_of,
)
from distretto.formats.sociogram.twin import table_of

TITLE = gettext_noop("Linkages of the cluster")
FOCUS = gettext_noop("%(actor)s and its partners")


@dataclass(frozen=True)
class Sociogram:
    """A drawing of linkages.

    Attributes
    ----------
    drawing : str
        SVG, with its legend, counts, coverage and date inside.
    width, height : float
        Pixels.
    title, description : str
        A heading, and what there is to see in a sentence or two.
    table : Table
        Each actor with its partners, for those who do not see the picture.
    places : Places
        Where everybody stands: the same for every choice of what is shown.
    """

    drawing: str
    width: float
    height: float
    title: str
    description: str
    table: Table
    places: Places
    language: Language


def sociogram(
    waves: Sequence[Linkages],
    *,
    wave: str | None = None,
    compare: tuple[str, str] | None = None,
    choice: Choice | None = None,
    anonymous: bool = False,
    labelled: bool = True,
    conflicts: bool | None = None,
    geographic: bool = False,
    outlines: Sequence[Mapping[str, Any]] = (),
    apart: bool = True,
    sizes: Sizes | None = None,
    title: str = "",
    source: str = "",
    date: str = "",
    links: Mapping[str, str] | None = None,
    places: Places | None = None,
    language: Language = ENGLISH,
    width: int = 960,
    seed: int = 1,
) -> Sociogram:
    """Draw a wave of linkages, or what changed between two.

    Places are worked out from all waves and relations together, so that nobody moves
    whatever is chosen.

    Parameters
    ----------
    waves : all waves there are
    wave : the one to draw; the last if not given
    compare : the names of two waves, as ("2024", "2026"): new ties green, lost ties
        dashed; what is wished for is always the second
    choice : which ties and actors are shown
    anonymous : numbers for names, here and in the table
    labelled : whether names, or numbers, stand beside the actors; numbers are of use
        where some have the key
    conflicts : whether they are drawn; if not given, where actors have names
    geographic : by latitude and longitude
    outlines : GeoJSON geometries in degrees, drawn lightly beneath a map
    apart : institutions at one side, those outside the cluster at the other
    sizes : what the size of the actors says, if not their number of ties
    title, source, date : stand in the picture
    links : actor to address within the site
    places : as another sociogram of the same waves has them
    language, width, seed

    Raises
    ------
    InputError
        There is no such wave, relation or actor; `compare` does not name two waves, or
        they have no kind of linkage in common; nobody has a place on the map; or the
        map would tell who the numbers are.
    """
    if anonymous and geographic:
        raise InputError(
            "map_tells_names",
            gettext_noop(
                "A map would tell who the numbers are. Draw the sociogram by its ties, "
                "or with names."
            ),
        )
    choice = choice or Choice()
    union = union_of(waves)
    check_choice(waves, union, choice)
    no_conflicts = anonymous if conflicts is None else not conflicts
    drawn = _chosen(waves, wave, compare)
    drawn = without_conflicts(drawn) if no_conflicts else drawn
    held = shown(drawn, union, choice)
    if places is None:
        places = places_of(
            union,
            width=width,
            apart=apart,
            geographic=geographic,
            rtl=language.is_rtl,
            seed=seed,
        )
    numbers = _numbers(places) if anonymous else {}
    called = title or language.say(TITLE)
    if choice.focus is not None and not anonymous:
        focus = language.own(choice.focus)
        called += " · " + language.say(FOCUS) % {"actor": focus}
    page = Page(
        held,
        places,
        numbers,
        links or {},
        language,
        called,
        sizes,
        labelled,
        filters=filters_of(choice, language, no_conflicts=no_conflicts),
        outlines=outlines,
    )
    drawing, height = page.drawn(source, date)
    return Sociogram(
        drawing=drawing,
        width=places.width,
        height=height,
        title=called,
        description=page.description,
        table=table_of(held, numbers, language),
        places=places,
        language=language,
    )


def _chosen(
    waves: Sequence[Linkages], wave: str | None, compare: tuple[str, str] | None
) -> list[Linkages]:
    names = {each.wave: each for each in waves}
    _check_compare(compare, list(names))
    asked = compare or ((wave,) if wave is not None else (waves[-1].wave,))
    for name in asked:
        if name not in names:
            raise InputError(
                "no_such_wave",
                gettext_noop("There is no wave “%(wave)s”. There are: %(waves)s."),
                wave=name,
                waves=", ".join(f"“{each}”" for each in names),
            )
    chosen = in_order(names[name] for name in asked)
    if compare:
        kinds_in_both(*chosen)
    return chosen


def _check_compare(compare: object, names: Sequence[str]) -> None:
    if not compare or (isinstance(compare, tuple | list) and len(compare) == 2):
        return
    raise InputError(
        "not_two_waves",
        gettext_noop(
            "“%(found)s” does not say which two waves are compared. Give the names of "
            'two, as in compare=("2024", "2026"). There are: %(waves)s.'
        ),
        found=compare,
        waves=", ".join(f"“{each}”" for each in names),
    )


def _numbers(places: Places) -> dict[str, str]:
    """By their place on the page from the top, which everybody sees anyway."""
    order = np.lexsort((places.x, np.round(places.y / 12)))
    return {places.actors[one]: str(k) for k, one in enumerate(order, start=1)}
