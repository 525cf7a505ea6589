"""Who may change which row of the tables of a study."""

from typing import Any
from uuid import UUID

from django.http import Http404

from distretto.web.diagnosis.models import ChainStage, ProfileFigure
from distretto.web.diagnosis.policy.studies import part_for, study_for
from distretto.web.diagnosis.study_rows import KINDS, RowKind


def row_kind(key: str) -> RowKind:
    """A kind of row by its key, or 404."""
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def row_for(user: Any, slug: str, key: str, pk: UUID, *, to: str = "edit") -> Any:
    """A row of a table, its study loaded as `row.table_study` with the user's role.

    Raises
    ------
    Http404
        There is no such row in a study of the programme.
    PermissionDenied
        The role does not allow this.
    """
    kind = row_kind(key)
    rows = kind.model.objects.current().filter(pk=pk).select_related(kind.parent)
    row = rows.first()
    if row is None:
        raise Http404
    holder = row if kind.parent == "study" else getattr(row, kind.parent)
    row.table_study = study_for(user, slug, holder.study_id, to=to)
    return row


def figure_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> ProfileFigure:
    """A figure of the profile, with its study loaded."""
    found: ProfileFigure = part_for(ProfileFigure, user, slug, pk, to=to)
    return found


def stage_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> ChainStage:
    """A stage of the value chain, with its study loaded."""
    found: ChainStage = part_for(ChainStage, user, slug, pk, to=to)
    return found
