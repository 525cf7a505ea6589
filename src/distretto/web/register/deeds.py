"""What the deeds of the register are called."""

from django.utils.translation import gettext_lazy as _

from distretto.web.history import deeds

deeds.titles(
    {
        "cluster.added": _("Cluster added"),
        "cluster.edited": _("Cluster changed"),
        "cluster.retired": _("Cluster retired"),
        "firm_list.uploaded": _("List of firms uploaded"),
        "firm_list.reading_began": _("Reading of a list of firms begun"),
        "firm_list.read": _("List of firms read"),
        "firm_list.refused": _("List of firms refused"),
        "firm_list.accepted": _("List of firms taken in"),
        "firm_list.retired": _("List of firms retired"),
        "likeness.found": _("Possible duplicates found"),
        "likeness.denied": _("Said not to be the same"),
        "member.joined": _("Joined a cluster"),
        "member.left": _("Left a cluster"),
        "organisation.added": _("Firm or institution added"),
        "organisation.edited": _("Firm or institution changed"),
        "organisation.merged": _("Two records merged"),
        "organisation.retired": _("Firm or institution retired"),
        "person.added": _("Person added"),
        "person.edited": _("Person changed"),
        "person.retired": _("Person retired"),
        "position.given": _("Position given"),
        "position.ended": _("Position ended"),
        "register_settings.changed": _("Settings of the register changed"),
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
