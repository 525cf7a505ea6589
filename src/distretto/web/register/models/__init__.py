"""What all steps speak of: places, clusters, firms, institutions, people, tables.

Industries are not records: their codes and titles come from published
classifications (`distretto.formats.classifications`).
"""

from distretto.web.register.models.bodies import Body, BodyMember, SeatGroup
from distretto.web.register.models.clusters import Cluster, ClusterPlace
from distretto.web.register.models.contacts import ContactEntry, Promise, Stakeholder
from distretto.web.register.models.datasets import Dataset
from distretto.web.register.models.finding import Findable, folded
from distretto.web.register.models.firm_lists import FirmList, Likeness, Listing
from distretto.web.register.models.meetings import (
    Attendance,
    Meeting,
    MeetingDecision,
)
from distretto.web.register.models.organisations import (
    ClusterMember,
    Confidence,
    Consent,
    Method,
    Organisation,
    Owner,
    Sex,
)
from distretto.web.register.models.people import Person, Position
from distretto.web.register.models.places import Place
from distretto.web.register.models.settings import RegisterSettings

__all__ = [
    "Attendance",
    "Body",
    "BodyMember",
    "Cluster",
    "ClusterMember",
    "ClusterPlace",
    "Confidence",
    "Consent",
    "ContactEntry",
    "Dataset",
    "Findable",
    "FirmList",
    "Likeness",
    "Listing",
    "Meeting",
    "MeetingDecision",
    "Method",
    "Organisation",
    "Owner",
    "Person",
    "Place",
    "Position",
    "Promise",
    "RegisterSettings",
    "SeatGroup",
    "Sex",
    "Stakeholder",
    "folded",
]
