"""The matrix of linkages as CSV and Excel, whole and unrounded."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from distretto.formats.charts.picture import Cell, Column, Table
from distretto.web.diagnosis import linkage_actor_matrix as by_actor
from distretto.web.diagnosis.linkage_actor_matrix import ActorMatrix
from distretto.web.diagnosis.linkage_matrix import GroupMatrix
from distretto.web.diagnosis.study_table_files import WRITERS
from distretto.web.diagnosis.study_tables.named import Named
from distretto.web.ui.downloads import download
from distretto.web.ui.pictures import page_language


def answer(table: Table, cluster: str, ending: str) -> HttpResponse:
    """A matrix of a cluster as a download."""
    if ending not in WRITERS:
        raise Http404
    language, title = page_language(), gettext("Matrix of linkages")
    named = Named("linkages", title, table, language)
    content, content_type = WRITERS[ending](named, language)
    return download(content, f"{cluster} {title}.{ending}", content_type)


def table_of_groups(found: GroupMatrix) -> Table:
    """A row for each pair of groups; what is withheld or unknown is blank."""
    columns = (
        Column("group", gettext("Group")),
        Column("other", gettext("With")),
        Column("actors", gettext("Actors of the group"), "count"),
        Column("answered", gettext("Of these answered"), "count"),
        Column("ties", gettext("Ties"), "count"),
        Column("known_pairs", gettext("Pairs of whom it is known"), "count"),
        Column("density", gettext("Density"), "share"),
        Column("share_within", gettext("Share of the group's ties within"), "share"),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, group in enumerate(found.groups):
        for at, cell in enumerate(group.cells):
            told = (cell.ties, cell.known_pairs, cell.density)
            rows.append(
                (
                    *(group.name, found.groups[at].name),
                    *(group.actors, group.answered),
                    *((None, None, None) if cell.is_withheld else told),
                    group.share_within if at == place else None,
                )
            )
    return Table(columns, tuple(rows))


def table_of_actors(found: ActorMatrix) -> Table:
    """Who told what of whom: -1 a conflict, 0 none, blank is unknown."""
    head = Column("actor", gettext("Actor"))
    across = (Column(str(each.number), each.name, "number") for each in found.actors)
    return Table(
        (head, *across),
        tuple(
            (row.name, *(_written(cell) for cell in cells))
            for row, cells in found.cells(found.actors, found.actors)
        ),
    )


def _written(cell: by_actor.Cell) -> Any:
    """The strength as a number; a tie of unknown strength is an x."""
    if cell.what == by_actor.TIE:
        return "x" if cell.strength is None else cell.strength
    return {by_actor.CONFLICT: -1, by_actor.NONE: 0}.get(cell.what)
