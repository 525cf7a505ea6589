"""Addresses of firms, institutions and people, and of who belongs to a cluster."""

from django.urls import URLPattern, path

from distretto.web.register.views import (
    likenesses,
    members,
    organisations,
    people,
    settings,
)

ONE = "organisations/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("organisations/", organisations.organisations, name="organisations"),
    path(
        "organisations.<str:ending>",
        organisations.organisations_file,
        name="organisations-file",
    ),
    path("organisations/add/", organisations.add_organisation, name="add-organisation"),
    path(ONE, organisations.organisation, name="organisation"),
    path(f"{ONE}edit/", organisations.edit_organisation, name="edit-organisation"),
    path(
        f"{ONE}retire/", organisations.retire_organisation, name="retire-organisation"
    ),
    path(f"{ONE}join/", members.join_a_cluster, name="join-a-cluster"),
    path(f"{ONE}people/add/", people.add_person, name="add-person-to"),
    path("settings/", settings.change_settings, name="change-settings"),
    path("duplicates/", likenesses.likenesses, name="likenesses"),
    path(
        "duplicates/look/", likenesses.look_for_duplicates, name="look-for-duplicates"
    ),
    path("duplicates/<uuid:pk>/", likenesses.likeness, name="likeness"),
    path("duplicates/<uuid:pk>/merge/", likenesses.merge, name="merge"),
    path("duplicates/<uuid:pk>/deny/", likenesses.deny_likeness, name="deny-likeness"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add-person"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/edit/", people.edit_person, name="edit-person"),
    path("people/<uuid:pk>/retire/", people.retire_person, name="retire-person"),
    path(
        "people/<uuid:pk>/positions/<uuid:organisation>/",
        people.give_position,
        name="give-position",
    ),
    path("positions/<uuid:pk>/end/", people.end_position, name="end-position"),
    path("clusters/<uuid:pk>/members/", members.members, name="members"),
    path(
        "clusters/<uuid:pk>/members/add/", members.choose_member, name="choose-member"
    ),
    path(
        "clusters/<uuid:pk>/members/<uuid:organisation>/join/",
        members.join_cluster,
        name="join-cluster",
    ),
    path("memberships/<uuid:pk>/leave/", members.leave_cluster, name="leave-cluster"),
]
