"""Addresses of bodies and their meetings."""

from django.urls import URLPattern, path

from distretto.web.register.views import bodies, meetings, minutes

BODY, MEETING = "bodies/<uuid:pk>/", "meetings/<uuid:pk>/"
MEMBER, DECISION = "body-members/<uuid:pk>/", "meeting-decisions/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/add/", bodies.form_body, name="form-body"),
    path("clusters/<uuid:pk>/bodies/", bodies.cluster_bodies, name="cluster-bodies"),
    path(
        "clusters/<uuid:pk>/bodies/add/",
        bodies.form_cluster_body,
        name="form-cluster-body",
    ),
    path(BODY, bodies.body, name="body"),
    path(f"{BODY}edit/", bodies.edit_body, name="edit-body"),
    path(f"{BODY}retire/", bodies.retire_body, name="retire-body"),
    path(f"{BODY}seats/add/", bodies.add_seat_group, name="add-seat-group"),
    path("seats/<uuid:pk>/edit/", bodies.edit_seat_group, name="edit-seat-group"),
    path("seats/<uuid:pk>/retire/", bodies.retire_seat_group, name="retire-seat-group"),
    path(f"{BODY}members/add/", bodies.seat_member, name="seat-member"),
    path(f"{MEMBER}edit/", bodies.edit_body_member, name="edit-body-member"),
    path(f"{MEMBER}end/", bodies.end_body_member, name="end-body-member"),
    path(f"{MEMBER}retire/", bodies.retire_body_member, name="retire-body-member"),
    path(f"{BODY}meetings/add/", meetings.plan_meeting, name="plan-meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.edit_meeting, name="edit-meeting"),
    path(f"{MEETING}retire/", meetings.retire_meeting, name="retire-meeting"),
    path(f"{MEETING}attendance/", meetings.mark_attendance, name="mark-attendance"),
    path(f"{MEETING}guests/add/", meetings.add_guest, name="add-guest"),
    path(
        f"{MEETING}guests/<uuid:guest>/remove/",
        meetings.remove_guest,
        name="remove-guest",
    ),
    path(f"{MEETING}minutes/", minutes.write_minutes, name="write-minutes"),
    path(f"{MEETING}minutes/agree/", minutes.agree_minutes, name="agree-minutes"),
    path(f"{MEETING}minutes/reopen/", minutes.reopen_minutes, name="reopen-minutes"),
    path(f"{MEETING}minutes/file/", minutes.minutes_file, name="minutes-file"),
    path(
        f"{MEETING}minutes.<str:kind>",
        minutes.minutes_document,
        name="minutes-document",
    ),
    path(
        f"{MEETING}decisions/add/",
        meetings.add_meeting_decision,
        name="add-meeting-decision",
    ),
    path(
        f"{DECISION}edit/",
        meetings.edit_meeting_decision,
        name="edit-meeting-decision",
    ),
    path(
        f"{DECISION}settle/",
        meetings.settle_meeting_decision,
        name="settle-meeting-decision",
    ),
    path(
        f"{DECISION}retire/",
        meetings.retire_meeting_decision,
        name="retire-meeting-decision",
    ),
]
