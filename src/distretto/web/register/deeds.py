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

# Bodies and contacts.
deeds.titles(
    {
        "body.formed": _("Body formed"),
        "body.edited": _("Body changed"),
        "body.retired": _("Body retired"),
        "seats.added": _("Seats added"),
        "seats.edited": _("Seats changed"),
        "seats.retired": _("Seats taken away"),
        "body_member.seated": _("Member of a body seated"),
        "body_member.edited": _("Seat of a member changed"),
        "body_member.ended": _("Seat of a member ended"),
        "body_member.retired": _("Seat of a member taken back"),
        "meeting.planned": _("Meeting planned"),
        "meeting.edited": _("Meeting changed"),
        "meeting.retired": _("Meeting called off"),
        "attendance.marked": _("Attendance marked"),
        "guest.added": _("Guest of a meeting added"),
        "guest.removed": _("Guest of a meeting removed"),
        "minutes.written": _("Minutes written"),
        "minutes.agreed": _("Minutes agreed"),
        "minutes.reopened": _("Minutes made a draft again"),
        "meeting_decision.minuted": _("Decision minuted"),
        "meeting_decision.edited": _("Decision of a meeting changed"),
        "meeting_decision.retired": _("Decision of a meeting taken back"),
        "meeting_decision.settled": _("Decision of a meeting settled"),
        "stakeholder.added": _("Stakeholder added"),
        "stakeholder.assessed": _("Stakeholder assessed"),
        "stakeholder.retired": _("Stakeholder retired"),
        "contact.noted": _("Contact noted"),
        "contact.edited": _("Contact changed"),
        "contact.retired": _("Contact retired"),
        "promise.noted": _("Promise noted"),
        "promise.edited": _("Promise changed"),
        "promise.kept": _("Promise kept"),
        "promise.broken": _("Promise broken"),
        "promise.reopened": _("Promise opened again"),
        "promise.retired": _("Promise retired"),
    }
)
