"""Addresses of the register."""

from distretto.web.register.urls import organisations, records

app_name = "register"

urlpatterns = [*records.urlpatterns, *organisations.urlpatterns]
