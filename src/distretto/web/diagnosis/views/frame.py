"""What every page of step 2 says of where it stands."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from distretto.web.register.models import Cluster

PARTS = {
    "home": "diagnosis:home",
    "survey": "diagnosis:surveys",
    "linkages": "diagnosis:linkages",
    "study": "diagnosis:study",
}


def frame(cluster: Cluster, part: str) -> dict[str, Any]:
    """Programme, rail, trail and the open part of a page of one cluster."""
    slug = cluster.programme.slug
    return {
        "programme": cluster.programme,
        "cluster": cluster,
        "here": "diagnosis",
        "part": part,
        "trail": [
            (gettext("Diagnosis"), reverse("diagnosis:clusters", args=[slug])),
            (cluster.name, reverse("diagnosis:home", args=[slug, cluster.pk])),
        ],
    }
