"""Addresses of stakeholders, the contact log and promises."""

from django.urls import URLPattern, path

from distretto.web.register.views import contacts, promises, stakeholders

CLUSTER, ENTRY = "clusters/<uuid:pk>/", "contacts/<uuid:pk>/"
PROMISE, STAKEHOLDER = "promises/<uuid:pk>/", "stakeholders/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{CLUSTER}stakeholders/", stakeholders.stakeholders, name="stakeholders"),
    path(
        f"{CLUSTER}stakeholders/add/",
        stakeholders.add_stakeholder,
        name="add-stakeholder",
    ),
    path(STAKEHOLDER, stakeholders.stakeholder, name="stakeholder"),
    path(
        f"{STAKEHOLDER}assess/",
        stakeholders.assess_stakeholder,
        name="assess-stakeholder",
    ),
    path(
        f"{STAKEHOLDER}retire/",
        stakeholders.retire_stakeholder,
        name="retire-stakeholder",
    ),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts.<str:ending>", contacts.contacts_file, name="contacts-file"),
    path("contacts/add/", contacts.note_contact, name="note-contact"),
    path(f"{CLUSTER}contacts/", contacts.cluster_contacts, name="cluster-contacts"),
    path(
        f"{CLUSTER}contacts/add/",
        contacts.note_cluster_contact,
        name="note-cluster-contact",
    ),
    path(
        "organisations/<uuid:pk>/contacts/",
        contacts.organisation_contacts,
        name="organisation-contacts",
    ),
    path(ENTRY, contacts.contact, name="contact"),
    path(f"{ENTRY}edit/", contacts.edit_contact, name="edit-contact"),
    path(f"{ENTRY}retire/", contacts.retire_contact, name="retire-contact"),
    path(f"{ENTRY}promise/", promises.promise_in_contact, name="promise-in-contact"),
    path(f"{CLUSTER}promises/add/", promises.note_promise, name="note-promise"),
    path(f"{PROMISE}edit/", promises.edit_promise, name="edit-promise"),
    path(f"{PROMISE}keep/", promises.keep_promise, name="keep-promise"),
    path(f"{PROMISE}break/", promises.break_promise, name="break-promise"),
    path(f"{PROMISE}reopen/", promises.reopen_promise, name="reopen-promise"),
    path(f"{PROMISE}retire/", promises.retire_promise, name="retire-promise"),
]
