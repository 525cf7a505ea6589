"""Addresses of people, programmes and tokens."""

from django.urls import URLPattern, path

from distretto.web.accounts.views import invitations, people, profile, programmes

app_name = "accounts"

PEOPLE = "p/<slug:programme>/people/"

urlpatterns: list[URLPattern] = [
    path("me/", profile.profile, name="profile"),
    path("me/tokens/", profile.tokens, name="tokens"),
    path("me/tokens/<uuid:pk>/end/", profile.end_token, name="end-token"),
    path("programmes/new/", programmes.found_programme, name="found-programme"),
    path(
        "p/<slug:programme>/settings/",
        programmes.change_programme,
        name="change-programme",
    ),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept"),
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}invite/", people.invite_person, name="invite-person"),
    path(f"{PEOPLE}<uuid:pk>/role/", people.change_role, name="change-role"),
    path(f"{PEOPLE}<uuid:pk>/end/", people.retire_role, name="retire-role"),
    path(f"{PEOPLE}<uuid:pk>/link/", people.renew_invitation, name="renew-invitation"),
]
