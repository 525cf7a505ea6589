"""The linkages of a cluster as a part of its study.

Everybody of the programme reads a study, so the sociogram has numbers instead of names,
and a wave of fewer firms than the programme allows is not told.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import Block, Drawing, Listing
from distretto.formats.sociogram import render
from distretto.web.diagnosis.linkage_pictures import Asked, drawn, without_names
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.queries.linkage_measures import measured
from distretto.web.diagnosis.queries.linkages import Held, HeldWave, linkages_of
from distretto.web.diagnosis.study_parts import part

VIEWS = {
    "everybody": _("Everybody"),
    "without_team": _("Without the project team"),
    "firms": _("Firms alone"),
}
# What is told of each view: the columns of the measures, and how they are called.
TOLD = (
    ("actors", _("Actors"), "count"),
    ("ties", _("Ties"), "count"),
    ("density", _("Density"), "number"),
    ("degree_centralisation", _("Centralisation"), "number"),
    ("isolates", _("Isolates"), "count"),
)


def wave_of(study: Study) -> tuple[Held, HeldWave] | None:
    """The linkages that a study speaks of: of its wave; where it names none, the last
    that were observed. What is wished for is no baseline.
    """
    held = linkages_of(study.cluster)
    wave = held.wave(study.wave_id) if study.wave_id else held.last_observed
    if wave is None or wave.firms < study.cluster.programme.smallest_cell:
        return None
    return held, wave


@part("linkages")
def linkages(study: Study, language: Language) -> list[Block]:
    """The sociogram without names, and the measures with and without institutions."""
    found = wave_of(study)
    if found is None:
        return []
    held, wave = found
    picture = drawn(
        held,
        without_names(Asked(wave=str(wave.pk))),
        cluster=study.cluster.name,
        source=study.cluster.programme.name,
        fewest=study.cluster.programme.smallest_cell,
    )
    sociogram = Drawing(
        gettext("Who works with whom"),
        render.print_svg(picture),
        picture.description,
        on_page=render.page_svg(picture),
    )
    measures = Listing(
        _measures(held, wave), caption=gettext("Measures of the linkages")
    )
    return [sociogram, measures]


def _measures(held: Held, wave: HeldWave) -> Table:
    rows = measured(held, wave, "").whole.filter(relation="")
    columns = (
        Column("view", gettext("Of whom")),
        *(Column(key, str(name), kind) for key, name, kind in TOLD),
    )
    return Table(
        columns,
        tuple(
            (
                str(VIEWS.get(row["view"], row["view"])),
                *(row.get(key) for key, _name, _kind in TOLD),
            )
            for row in rows.iter_rows(named=True)
        ),
    )
