"""Addresses of the register."""

from distretto.web.register.urls import (
    bodies,
    contacts,
    firm_lists,
    organisations,
    records,
)

app_name = "register"

urlpatterns = [
    *records.urlpatterns,
    *organisations.urlpatterns,
    *firm_lists.urlpatterns,
    *bodies.urlpatterns,
    *contacts.urlpatterns,
]
