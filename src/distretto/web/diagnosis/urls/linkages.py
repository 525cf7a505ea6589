"""Addresses of the linkages of clusters."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import (
    linkage_entry,
    linkage_matrix,
    linkage_upload,
    linkages,
)

CLUSTER = "clusters/<uuid:pk>/linkages/"
WAVE = "waves/<uuid:pk>/linkages/"
ACTOR = "linkage-actors/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(CLUSTER, linkages.linkages, name="linkages"),
    path(f"{CLUSTER}measures/", linkages.linkage_measures, name="linkage-measures"),
    path(f"{CLUSTER}change/", linkages.linkage_change, name="linkage-change"),
    path(
        f"{CLUSTER}picture/<slug:kind>/",
        linkages.linkage_picture,
        name="linkage-picture",
    ),
    path(f"{CLUSTER}file/<slug:kind>/", linkages.linkage_file, name="linkage-file"),
    path(f"{CLUSTER}matrix/", linkage_matrix.linkage_matrix, name="linkage-matrix"),
    path(
        f"{CLUSTER}matrix/actors/",
        linkage_matrix.linkage_actor_matrix,
        name="linkage-actor-matrix",
    ),
    path(
        f"{CLUSTER}matrix/file/<slug:kind>/",
        linkage_matrix.linkage_matrix_file,
        name="linkage-matrix-file",
    ),
    path(
        f"{CLUSTER}matrix/actors/file/<slug:kind>/",
        linkage_matrix.linkage_actor_matrix_file,
        name="linkage-actor-matrix-file",
    ),
    path(f"{CLUSTER}waves/", linkage_entry.linkage_waves, name="linkage-waves"),
    path(WAVE, linkage_entry.linkage_actors, name="linkage-actors"),
    path(f"{WAVE}members/", linkage_entry.add_member_actors, name="add-member-actors"),
    path(f"{WAVE}add/", linkage_entry.add_linkage_actor, name="add-linkage-actor"),
    path(f"{WAVE}upload/", linkage_upload.upload_linkages, name="upload-linkages"),
    path(
        f"{WAVE}upload/<str:token>/",
        linkage_upload.check_linkages,
        name="check-linkages",
    ),
    path(
        f"{WAVE}from-answers/",
        linkage_upload.linkages_from_answers,
        name="linkages-from-answers",
    ),
    path(ACTOR, linkage_entry.linkage_actor, name="linkage-actor"),
    path(f"{ACTOR}note/", linkage_entry.note_linkages, name="note-linkages"),
    path(f"{ACTOR}answered/", linkage_entry.note_no_linkage, name="note-no-linkage"),
    path(
        f"{ACTOR}change/",
        linkage_entry.change_linkage_actor,
        name="change-linkage-actor",
    ),
    path(
        f"{ACTOR}retire/",
        linkage_entry.retire_linkage_actor,
        name="retire-linkage-actor",
    ),
    path(
        "linkages/<uuid:pk>/retire/",
        linkage_entry.retire_linkage,
        name="retire-linkage",
    ),
]
