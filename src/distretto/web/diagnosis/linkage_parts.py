"""The linkages of a cluster as a part of its study.

Everybody of the programme reads a study, so the sociogram has no names, and a wave in
which fewer firms answered than the programme allows is not told.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import Block, Drawing, Listing
from distretto.formats.linkages.meanings import is_thin
from distretto.formats.sociogram import render
from distretto.web.diagnosis.linkage_pictures import (
    WITHHELD,
    Asked,
    drawn,
    without_names,
)
from distretto.web.diagnosis.linkage_views import views_withheld
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.queries.linkage_measures import measured
from distretto.web.diagnosis.queries.linkages import Held, HeldWave, wave_of
from distretto.web.diagnosis.study_parts import part

VIEWS = {
    "everybody": _("Everybody"),
    "without_team": _("Without the project team"),
    "firms": _("Firms alone"),
}
# What is told of each view: the columns of the measures, and how they are called.
COUNTS = (
    ("actors", _("Actors"), "count"),
    ("surveyed", _("Surveyed"), "count"),
    ("ties", _("Ties"), "count"),
)
TOLD = (
    ("density", _("Density"), "number"),
    ("degree_centralisation", _("Centralisation"), "number"),
    ("isolates", _("Isolates"), "count"),
)
UNHEARD = ("unheard", _("Not surveyed, and named by nobody"), "count")
COLUMNS = (*COUNTS, *TOLD, UNHEARD)


@part("linkages")
def linkages(study: Study, language: Language) -> list[Block]:
    """The sociogram without names, and the measures with and without institutions."""
    found = wave_of(study)
    if found is None:
        return []
    held, wave = found
    sociogram = nameless_drawing(
        study,
        held,
        Asked(wave=str(wave.pk)),
        title=gettext("Who works with whom"),
        caption=gettext(
            "Everybody of the programme reads a study: neither firms nor institutions "
            "have names here, so that nobody learns who is tied to whom. The project's "
            "staff find the same picture with names under “Linkages”."
        ),
    )
    rows = rows_told(study, held, wave)
    measures = Listing(
        _measures(rows),
        note=_note(rows, language),
        caption=gettext("Measures of the linkages"),
    )
    return [sociogram, measures]


def rows_told(study: Study, held: Held, wave: HeldWave) -> list[dict[str, Any]]:
    """The measures of all kinds together, of each view that everybody may read."""
    fewest = study.cluster.programme.smallest_cell
    withheld = views_withheld(wave.linkages, "", fewest)
    rows = measured(held, wave, "").whole.filter(relation="").to_dicts()
    return [row for row in rows if row["view"] not in withheld]


def nameless_drawing(
    study: Study, held: Held, asked: Asked, *, title: str, caption: str
) -> Drawing:
    """A sociogram that everybody may read."""
    cluster = study.cluster
    picture = drawn(
        held,
        replace(without_names(asked), labels=WITHHELD),
        cluster=cluster.name,
        source=cluster.programme.name,
        fewest=cluster.programme.smallest_cell,
    )
    return Drawing(
        title,
        render.print_svg(picture),
        picture.description,
        caption=caption,
        on_page=render.page_svg(picture),
    )


def _measures(rows: list[dict[str, Any]]) -> Table:
    columns = (
        Column("view", gettext("Of whom")),
        *(Column(key, str(name), kind) for key, name, kind in COLUMNS),
    )
    return Table(
        columns,
        tuple(
            (
                str(VIEWS.get(row["view"], row["view"])),
                *(row.get(key) for key, _name, _kind in COLUMNS),
            )
            for row in rows
        ),
    )


def _note(rows: list[dict[str, Any]], language: Language) -> str:
    """What the figures mean, and of whom they say nothing."""
    told = [gettext("Isolates were surveyed and have no tie within the cluster.")]
    if any(is_thin(row) for row in rows):
        told.append(
            gettext(
                "Where fewer than %(least)s were surveyed, figures are those of a few "
                "and say nothing of the whole."
            )
            % {"least": language.percent(LEAST_COVERAGE, 0)}
        )
    return " ".join(told)
