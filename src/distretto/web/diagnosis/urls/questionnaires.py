"""Addresses of questionnaires."""

from django.urls import URLPattern, path

from distretto.web.diagnosis.views import questionnaires as views

ONE = "forms/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("forms/", views.forms, name="forms"),
    path("forms/built-in/", views.use_built_in, name="use-built-in"),
    path("forms/upload/", views.upload_form, name="upload-form"),
    path(ONE, views.form, name="form"),
    path(f"{ONE}retire/", views.retire_form, name="retire-form"),
    path(f"{ONE}file/<str:ending>/", views.form_file, name="form-file"),
    path(f"{ONE}questions/<str:code>/", views.edit_question, name="edit-question"),
    path(
        f"{ONE}questions/<str:code>/retire/",
        views.retire_question,
        name="retire-question",
    ),
    path(f"{ONE}blocks/<str:block>/add/", views.add_question, name="add-question"),
]
