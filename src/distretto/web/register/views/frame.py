"""What every page of the register says of where it stands."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Cluster


def frame(programme: Programme, section: str) -> dict[str, Any]:
    """Programme, rail and trail of a page of the register."""
    titles = {
        "places": gettext("Places"),
        "industries": gettext("Industries"),
        "clusters": gettext("Clusters"),
        "datasets": gettext("Datasets"),
        "organisations": gettext("Firms and institutions"),
        "people": gettext("People"),
        "firm_lists": gettext("Lists of firms"),
        "likenesses": gettext("Possible duplicates"),
    }
    here = reverse("register:register", args=[programme.slug])
    there = reverse(f"register:{section.replace('_', '-')}", args=[programme.slug])
    return {
        "programme": programme,
        "here": "register",
        "trail": [(gettext("Register"), here), (titles[section], there)],
    }


def list_frame(programme: Programme, section: str) -> dict[str, Any]:
    """The same for the list of a section, which does not lead to itself."""
    found = frame(programme, section)
    return found | {"trail": found["trail"][:1]}


def cluster_frame(cluster: Cluster) -> dict[str, Any]:
    """The same for a page of one cluster, which leads back to the cluster."""
    found = frame(cluster.programme, "clusters")
    there = reverse("register:cluster", args=[cluster.programme.slug, cluster.pk])
    return found | {
        "cluster": cluster,
        "trail": [*found["trail"], (cluster.name, there)],
    }
