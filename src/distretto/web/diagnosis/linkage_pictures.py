"""Sociograms of a cluster: nothing moves whatever is chosen, and each is kept."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import polars as pl
from django.core.cache import caches
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from distretto import __version__
from distretto.analysis.diagnosis.linkages.centrality import betweenness
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.survey import (
    FIRM,
    INSTITUTION,
    KINDS,
    WITHIN,
    Linkages,
)
from distretto.formats.sociogram import render
from distretto.formats.sociogram.ground import Projection
from distretto.formats.sociogram.page import Sizes
from distretto.formats.sociogram.picture import Sociogram, sociogram
from distretto.formats.sociogram.places import Places, places_of
from distretto.formats.sociogram.shown import Choice
from distretto.web.diagnosis.few_firms import names_hidden
from distretto.web.diagnosis.queries.linkages import (
    Held,
    HeldWave,
    grouped_by,
    outlines_of,
    relation_name,
)
from distretto.web.register import kept_files
from distretto.web.ui.pictures import Shown, page_language

EDITION = 2  # raise it when a picture is made differently
FOLDER = "sociogram-places"
WIDE, NARROW = 960, 560
# Up to so many actors, a drawing of its own for phones can be read.
FEW = 60
WHO = {
    "all": (_("Everybody"), KINDS),
    "cluster": (_("Without outsiders"), WITHIN),
    "without_team": (_("Without the team"), (FIRM, INSTITUTION)),
    "firms": (_("Firms alone"), (FIRM,)),
}
SIZES = {
    "degree": _("Number of ties"),
    "betweenness": _("Betweenness"),
    "employees": _("Persons employed"),
}
NAMES, NUMBERS, NOTHING = "names", "numbers", "nothing"
# Neither names nor numbers: where nobody who reads has a key to the numbers.
WITHHELD = "withheld"
NAMELESS = (NUMBERS, WITHHELD)


@dataclass(frozen=True)
class Asked:
    """What a picture is to show; the same words stand in its address."""

    wave: str = ""
    before: str = ""
    relation: str = ""
    least: float = 0.0
    who: str = "all"
    focus: str = ""
    size: str = "degree"
    colour: str = ""
    labels: str = NAMES
    layout: str = "ties"
    arrows: bool = False
    conflicts: bool = False

    def query(self, **changes: Any) -> str:
        """The words of the address, those alone that are not as usual."""
        told, usual = {**self.__dict__, **changes}, Asked().__dict__
        kept = {name: each for name, each in told.items() if each != usual[name]}
        return urlencode(
            {n: "on" if each is True else each for n, each in kept.items()}
        )


def without_names(asked: Asked) -> Asked:
    """The same for readers who may not see firms by name."""
    size = "degree" if asked.size == "employees" else asked.size
    return replace(
        asked, focus="", layout="ties", labels=NUMBERS, size=size, conflicts=False
    )


def places_for(held: Held, *, width: int, geographic: bool = False) -> Places:
    """Where everybody stands: worked out once for the same actors and ties."""
    language = page_language()
    union = held.union
    told = [
        *(EDITION, width, geographic, language.is_rtl),
        union.actors.select("actor", "kind", "latitude", "longitude").rows(),
        union.ties.select("from", "to").rows(),
    ]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.json"
    kept = kept_files.found(name, _read)
    if kept is None:
        kept = places_of(union, width=width, geographic=geographic, rtl=language.is_rtl)
        kept_files.keep(name, _written(kept))
    return kept


def _read(content: bytes) -> Places:
    told = json.loads(content)
    return Places(
        actors=tuple(told["actors"]),
        x=np.array(told["x"], float),
        y=np.array(told["y"], float),
        width=told["width"],
        height=told["height"],
        radii=tuple(told["radii"]),
        projection=Projection(*told["projection"]) if told["projection"] else None,
        placeless_from=told["placeless_from"],
    )


def _written(places: Places) -> bytes:
    told = {**places.__dict__, "x": places.x.tolist(), "y": places.y.tolist()}
    return json.dumps(told).encode()


def drawn(
    held: Held,
    asked: Asked,
    *,
    cluster: str,
    source: str,
    fewest: int,
    width: int = WIDE,
    page: str = "",
) -> Sociogram:
    """The sociogram that is asked for.

    `fewest` is above 0 for readers who may not see single firms: groups of fewer firms
    have no colour of their own then. With `page`, actors lead there.

    Raises
    ------
    InputError
        Nobody has a place on the map, or the map would tell names.
    """
    wave = _wave(held, asked.wave)
    before = held.wave(asked.before)
    waves = [
        replace(each.linkages, actors=_coloured(each.linkages, asked.colour, fewest))
        for each in held.waves
    ]
    geographic = asked.layout == "map"
    focus = asked.focus if asked.focus in held.organisations else None
    return sociogram(
        waves,
        wave=None if before else wave.name,
        compare=(before.name, wave.name) if before else None,
        choice=Choice(
            relation=asked.relation or None,
            weakest=asked.least,
            among=WHO[asked.who][1],
            focus=focus,
            directed=asked.arrows and before is None,
        ),
        anonymous=asked.labels in NAMELESS,
        labelled=asked.labels not in (NOTHING, WITHHELD),
        conflicts=not fewest and (asked.labels not in NAMELESS or asked.conflicts),
        geographic=geographic,
        outlines=outlines_of(held) if geographic else (),
        sizes=_sizes(wave, asked),
        title=title_of(cluster, asked),
        source=source,
        date=date_format(wave.day) if wave.day else "",
        links=_links(held, asked, page),
        places=None
        if geographic and asked.labels in NAMELESS
        else places_for(held, width=width, geographic=geographic),
        language=page_language(),
        width=width,
    )


def _wave(held: Held, pk: str) -> HeldWave:
    return held.wave(pk) or held.latest


def title_of(cluster: str, asked: Asked) -> str:
    """What stands above a picture: the cluster, and the kind of linkage."""
    if not asked.relation:
        return cluster
    return f"{cluster} · {relation_name(asked.relation)}"


def _coloured(linkages: Linkages, attribute: str, fewest: int) -> pl.DataFrame:
    actors = grouped_by(linkages, attribute or None)
    if not fewest:
        return actors
    groups = Counter(actors.filter(kind=FIRM)["group"].drop_nulls())
    few = names_hidden(groups, fewest)
    is_few = (pl.col("kind") == FIRM) & pl.col("group").is_in(few)
    return actors.with_columns(
        group=pl.when(is_few)
        .then(pl.lit(gettext("Several")))
        .otherwise(pl.col("group"))
    )


def _sizes(wave: HeldWave, asked: Asked) -> Sizes | None:
    words = gettext("Size: %(what)s") % {"what": SIZES[asked.size]}
    if asked.size == "betweenness":
        if asked.relation and asked.relation not in wave.linkages.relations:
            return Sizes({}, words)
        graph = linkage_graph(
            wave.linkages,
            relation=asked.relation or None,
            weakest=asked.least,
            among=WHO[asked.who][1],
        )
        found = betweenness(graph)
        return Sizes(dict(zip(graph.actors, found.tolist(), strict=True)), words)
    if asked.size == "employees":
        told = wave.linkages.actors.select("actor", "employees").drop_nulls()
        return Sizes(dict(told.iter_rows()), words)
    return None


def _links(held: Held, asked: Asked, page: str) -> dict[str, str]:
    if not page:
        return {}
    return {
        name: f"{page}?{asked.query(focus='' if name == asked.focus else name)}"
        for name in held.organisations
    }


def picture(held: Held, asked: Asked, **how: Any) -> Shown:
    """The sociogram on a page, from the cache where it was drawn already.

    Raises
    ------
    InputError
        As for `drawn`.
    """
    day = str(_wave(held, asked.wave).day)
    told = [EDITION, __version__, get_language(), held.stamp, day, asked.__dict__, how]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    key = f"sociogram:{digest}"
    kept = caches["pictures"].get(key)
    if kept is None:
        kept = _made(held, asked, how)
        caches["pictures"].set(key, kept)
    svg, title, description = kept
    # Made by our own drawing, which escapes names and links within the site alone.
    return Shown(mark_safe(svg), title, description, "", (), [])


def _made(held: Held, asked: Asked, how: dict[str, Any]) -> tuple[str, str, str]:
    wide = drawn(held, asked, **how)
    svg = render.page_svg(wide)
    if held.union.actors.height <= FEW:
        narrow = render.page_svg(drawn(held, asked, **how, width=NARROW))
        svg = "".join(
            f'<div class="picture-{size}">{each}</div>'
            for size, each in (("wide", svg), ("narrow", narrow))
        )
    return svg, wide.title, wide.description


def table(held: Held, asked: Asked, **how: Any) -> Shown:
    """What the picture shows as a table, for those who do not see it."""
    found = drawn(held, asked, **how)
    return Shown(
        mark_safe(""),
        found.title,
        found.description,
        "",
        found.table.columns,
        found.table.worded(page_language()),
    )
