"""What the actors of a cluster wish for, beside what is: a part of the study."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table
from distretto.formats.documents.blocks import Block, Heading, Listing, Text
from distretto.web.diagnosis.linkage_parts import VIEWS, nameless_drawing
from distretto.web.diagnosis.linkage_pictures import (
    Asked,
)
from distretto.web.diagnosis.linkage_views import views_withheld
from distretto.web.diagnosis.models import Study, Wave
from distretto.web.diagnosis.queries.linkage_measures import (
    compared,
    not_comparable,
    views_in,
)
from distretto.web.diagnosis.queries.linkages import Held, HeldWave, wave_of
from distretto.web.diagnosis.study_parts import part
from distretto.web.ui.templatetags.ui import explain

TOLD = (
    ("panel", _("Actors compared"), "count"),
    ("there", _("Ties there now"), "count"),
    ("kept", _("There and wished for"), "count"),
    ("lost", _("There, not wished for"), "count"),
    ("new", _("Wished for, not there yet"), "count"),
    ("density_now", _("Density now"), "number"),
    ("density_wished", _("Density as wished"), "number"),
)


@part("linkage_wish")
def linkage_wish(study: Study, language: Language) -> list[Block]:
    """The sociogram of what is wished for, and what it has beyond that of now.

    Nothing where fewer firms than the programme allows answered in both waves.
    """
    found = wave_of(study)
    if found is None:
        return []
    held, now = found
    wish = _wish_of(held, now, study.cluster.programme.smallest_cell)
    if wish is None:
        return []
    return [
        Heading(gettext("Linkages as wished for"), 3),
        _picture_of_wish(study, held, wish),
        Heading(gettext("From what is to what is wished for"), 3),
        *_compared(study, held, now, wish),
    ]


def _picture_of_wish(study: Study, held: Held, wish: HeldWave) -> Block:
    return nameless_drawing(
        study,
        held,
        Asked(wave=str(wish.pk)),
        title=gettext("Linkages as wished for"),
        caption=gettext(
            "Every actor stands where it stands in the sociogram of what is."
        ),
    )


def _compared(study: Study, held: Held, now: HeldWave, wish: HeldWave) -> list[Block]:
    """The wish beside what is, or why the two are not compared."""
    refusal = not_comparable(now, wish)
    if refusal is not None:
        return [Text(explain(refusal))]
    return [
        nameless_drawing(
            study,
            held,
            Asked(wave=str(wish.pk), before=str(now.pk)),
            title=gettext("From what is to what is wished for"),
            caption=gettext(
                "Green: ties that are wished for and not there yet. Dashed: ties that "
                "are there and that nobody wishes for."
            ),
        ),
        Listing(
            _beside(study, held, now, wish),
            note=gettext(
                "Of those who were asked both what is and what they wish for; no "
                "change has been observed."
            ),
        ),
    ]


def _wish_of(held: Held, now: HeldWave, fewest: int) -> HeldWave | None:
    """The last wave of wishes that can be told beside what is."""
    wishes = [
        each
        for each in held.waves
        if each.kind == Wave.Kind.DESIRED and each.rests_on(fewest, beside=now)
    ]
    if now.kind == Wave.Kind.DESIRED or now.is_silent:
        return None
    return wishes[-1] if wishes else None


def _beside(study: Study, held: Held, now: HeldWave, wish: HeldWave) -> Table:
    fewest = study.cluster.programme.smallest_cell
    withheld = {
        view
        for each in (now, wish)
        for view in views_withheld(each.linkages, "", fewest)
    }
    views = [each for each in views_in(held) if each not in withheld]
    columns = (
        Column("view", gettext("Of whom")),
        *(Column(key, str(name), kind) for key, name, kind in TOLD),
    )
    return Table(columns, tuple(_row(held, now, wish, view) for view in views))


def _row(held: Held, now: HeldWave, wish: HeldWave, view: str) -> tuple[Cell, ...]:
    found = compared(held, now, wish, "", view)
    density = found.measures.filter(measure="density").to_dicts()
    told: dict[str, Any] = {
        "panel": len(found.panel),
        # By pairs, as the sociogram beside it draws them.
        "there": found.pairs_kept + found.pairs_lost,
        "kept": found.pairs_kept,
        "lost": found.pairs_lost,
        "new": found.pairs_new,
        "density_now": density[0]["before"] if density else None,
        "density_wished": density[0]["after"] if density else None,
    }
    return (str(VIEWS.get(view, view)), *(told[key] for key, _name, _kind in TOLD))
