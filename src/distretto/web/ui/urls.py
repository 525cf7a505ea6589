from django.urls import URLPattern, path

from distretto.web.ui import views

app_name = "ui"

urlpatterns: list[URLPattern] = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("pictures.css", views.pictures_css, name="pictures-css"),
    path("components/", views.components, name="components"),
    path("components/refuse/", views.refuse, name="refuse"),
]
