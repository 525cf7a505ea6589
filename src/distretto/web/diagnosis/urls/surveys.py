"""Addresses of surveys and their samples."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import surveys as views

ONE = "surveys/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("clusters/<uuid:pk>/survey/", views.surveys, name="surveys"),
    path("waves/<uuid:pk>/survey/", views.add_survey, name="add-survey"),
    path(f"{ONE}edit/", views.edit_survey, name="edit-survey"),
    path(f"{ONE}file/<str:ending>/", views.survey_file, name="survey-file"),
    path(f"{ONE}sample/", views.sample, name="sample"),
    path(f"{ONE}sample/draw/", views.draw_sample, name="draw-sample"),
    path(f"{ONE}sample.xlsx", views.sample_file, name="sample-file"),
    path("sampled/<uuid:pk>/state/", views.set_state, name="set-state"),
]
