"""What the deeds of the register are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "cluster.added": _("Cluster added"),
        "cluster.edited": _("Cluster changed"),
        "cluster.retired": _("Cluster retired"),
        "dataset.uploaded": _("Dataset uploaded"),
        "dataset.reading_began": _("Reading of a dataset begun"),
        "dataset.read": _("Dataset read"),
        "dataset.refused": _("Dataset refused"),
        "dataset.accepted": _("Dataset accepted"),
        "dataset.edited": _("Dataset changed"),
        "dataset.retired": _("Dataset retired"),
        "places.added": _("Places added"),
        "place.edited": _("Place changed"),
        "place.retired": _("Place retired"),
    }
)
