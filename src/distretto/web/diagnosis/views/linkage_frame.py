"""What the pages of linkages have in common: the wave that is looked at, the parts."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from distretto.web.diagnosis.policy.clusters import may
from distretto.web.diagnosis.policy.linkages import fewest_firms, sees_names
from distretto.web.diagnosis.queries.linkage_entry import members_left_out
from distretto.web.diagnosis.queries.linkages import (
    Held,
    linkages_of,
    waves_without_actors,
)
from distretto.web.diagnosis.views.frame import frame
from distretto.web.register.models import Cluster


@dataclass(frozen=True)
class Seen:
    """The linkages of a cluster as the reader may see them."""

    cluster: Cluster
    held: Held
    sees_names: bool
    # Above 0 for readers who may not see single firms.
    fewest: int

    @property
    def is_shown(self) -> bool:
        """Whether there is anything that the reader may see."""
        return bool(self.held.waves)


def seen_by(cluster: Cluster) -> Seen:
    """The linkages of a cluster; waves in which too few firms answered are not there
    for readers who may not see single ones."""
    programme = cluster.programme
    held, fewest = linkages_of(cluster), fewest_firms(programme)
    if fewest:
        enough = tuple(each for each in held.waves if each.rests_on(fewest))
        if len(enough) < len(held.waves):
            held = Held(f"{held.stamp}/{fewest}", enough, held.names)
    return Seen(cluster, held, sees_names(programme), fewest)


def linkage_frame(cluster: Cluster, page: str, *crumbs: tuple[str, str]) -> dict:
    """The frame of a page of linkages; `page` is which of its parts is open."""
    context = frame(cluster, "linkages")
    context["trail"] = [*context["trail"], *crumbs]
    return context | {"page_of_linkages": page}


def above(cluster: Cluster) -> tuple[str, str]:
    """The page above those of a single wave."""
    slug = cluster.programme.slug
    return gettext("Linkages"), reverse("diagnosis:linkages", args=[slug, cluster.pk])


def nothing_to_show(seen: Seen) -> dict[str, Any]:
    """What a page says where there is nothing to show: why, and what to do."""
    cluster, programme = seen.cluster, seen.cluster.programme
    waves = waves_without_actors(cluster)
    is_hidden = not seen.sees_names and bool(linkages_of(cluster).waves)
    may_begin = bool(waves) and may(programme, "edit") and not is_hidden
    return {
        "members_left_out": members_left_out(waves[0]) if may_begin else 0,
        "is_hidden": is_hidden,
        "fewest": seen.fewest,
        "empty_waves": waves,
        "programme": programme,
    }
