"""Who may see and change a diagnostic study.

The staff writes it. Until it goes to the commission nobody else reads it, but
evaluators; from then on everybody of the programme does, and may remark on it.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import may_in
from distretto.web.diagnosis.models import Cause, EndorsedEdition, ReviewNote, Study
from distretto.web.diagnosis.policy.clusters import MAY, REGISTER
from distretto.web.register import policy as register
from distretto.web.register.models import Cluster


def study_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Study:
    """A study of a cluster of the programme, if the user's role allows `to`.

    Raises
    ------
    Http404
        There is none, or it is still a draft that the user may not read.
    PermissionDenied
        The role does not allow this.
    """
    programme = register.register_for(user, slug, to=REGISTER[to])
    found = (
        Study.objects.current()
        .filter(pk=pk, cluster__programme=programme, cluster__retired_at__isnull=True)
        .select_related("cluster", "wave", "reviewed_by")
        .first()
    )
    if found is None or not may_read(found, programme):
        raise Http404
    found.cluster.programme = programme  # with the user's role
    return _with_rights(found)


def study_of(cluster: Cluster) -> Study | None:
    """The study of a loaded cluster, if there is one the reader may see."""
    found: Study | None = (
        Study.objects.current()
        .filter(cluster=cluster)
        .select_related("wave", "reviewed_by")
        .first()
    )
    if found is None or not may_read(found, cluster.programme):
        return None
    found.cluster = cluster
    return _with_rights(found)


def _with_rights(study: Study) -> Study:
    """A study whose programme has the reader's role, with what the reader may do."""
    programme: Any = study.cluster.programme
    study.may_edit = programme.may_edit and not study.is_endorsed  # type: ignore[attr-defined]
    study.may_endorse = may_in(programme, "manage", MAY)  # type: ignore[attr-defined]
    return study


def edition_for(user: Any, slug: str, pk: UUID, number: int) -> EndorsedEdition:
    """An endorsed edition: everybody of the programme reads what was endorsed."""
    programme = register.register_for(user, slug)
    found: EndorsedEdition | None = (
        EndorsedEdition.objects.current()
        .filter(
            study=pk,
            edition=number,
            study__retired_at__isnull=True,
            study__cluster__programme=programme,
            study__cluster__retired_at__isnull=True,
        )
        .select_related("study__cluster", "meeting")
        .first()
    )
    if found is None:
        raise Http404
    found.study.cluster.programme = programme  # with the user's role
    _with_rights(found.study)
    return found


def editions_of(cluster: Cluster) -> list[EndorsedEdition]:
    """The endorsed editions of a cluster's study, the newest first."""
    return list(
        EndorsedEdition.objects.current().filter(
            study__cluster=cluster, study__retired_at__isnull=True
        )
    )


def may_read(study: Study, programme: Any) -> bool:
    """Whether the role attached to a programme lets its holder read the study."""
    return study.status != Study.Status.DRAFT or may_in(programme, "firms", MAY)


def part_for(model: Any, user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Any:
    """A record of a study (a finding, an interview ...), with its study loaded.

    Raises
    ------
    Http404
        There is none in the programme.
    PermissionDenied
        The role does not allow this.
    """
    found = model.objects.current().filter(pk=pk).select_related("study").first()
    if found is None:
        raise Http404
    found.study = study_for(user, slug, found.study_id, to=to)
    return found


def remark_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> ReviewNote:
    """A remark on a section of a study."""
    notes = ReviewNote.objects.current().filter(pk=pk)
    found: ReviewNote | None = notes.select_related("section__study").first()
    if found is None:
        raise Http404
    found.section.study = study_for(user, slug, found.section.study_id, to=to)
    return found


def cause_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Cause:
    """An arrow between two problems of a study."""
    arrows = Cause.objects.current().filter(pk=pk)
    found: Cause | None = arrows.select_related("cause__study", "effect").first()
    if found is None:
        raise Http404
    found.cause.study = study_for(user, slug, found.cause.study_id, to=to)
    return found


def hidden_evidence(user: Any) -> Q:
    """Evidence whose versions are hidden from a reader of the history."""
    return Q(is_confidential=True) & ~Q(study__cluster__programme__in=_staffed(user))


def hidden_links(user: Any) -> Q:
    """The same of what rests on such evidence, because its name has that of both."""
    return Q(evidence__is_confidential=True) & ~Q(
        evidence__study__cluster__programme__in=_staffed(user)
    )


def hidden_interviews(user: Any) -> Q:
    """The same of interviews: what was said there is for the staff."""
    return ~Q(study__cluster__programme__in=_staffed(user))


def _staffed(user: Any) -> Any:
    roles = Role.objects.open().filter(user=user, kind__in=MAY["confidential"])
    return roles.values("programme")
