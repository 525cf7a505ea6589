"""Addresses of interviews in the browser."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import interviews as views
from distretto.web.diagnosis.views import on_device

ONE = "responses/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("surveys/<uuid:pk>/interview/", views.begin_interview, name="begin-interview"),
    path(f"{ONE}interview/", views.interview, name="interview"),
    path(f"{ONE}interview/<str:block>/", views.interview, name="interview-step"),
    path("interviews/on-device/", on_device.on_device, name="on-device"),
    path("interviews-worker.js", on_device.interview_worker, name="interview-worker"),
    path(f"{ONE}drop/", views.drop_interview, name="drop-interview"),
]
