"""Addresses of places, industries, clusters and datasets."""

from django.urls import URLPattern, path

from distretto.web.register.views import (
    clusters,
    datasets,
    home,
    industries,
    places,
    upload,
)

urlpatterns: list[URLPattern] = [
    path("", home.register, name="register"),
    path("places/", places.places, name="places"),
    path("places/upload/", upload.upload_places, name="upload-places"),
    path("places/upload/<str:token>/", places.check_places, name="check-places"),
    path(
        "places/upload/<str:token>/accept/", places.accept_places, name="accept-places"
    ),
    path("places/<uuid:pk>/", places.place, name="place"),
    path("places/<uuid:pk>/edit/", places.edit_place, name="edit-place"),
    path("places/<uuid:pk>/retire/", places.retire_place, name="retire-place"),
    path("industries/", industries.industries, name="industries"),
    path(
        "industries/<slug:classification>/<str:code>/",
        industries.industry,
        name="industry",
    ),
    path("clusters/", clusters.clusters, name="clusters"),
    path("clusters/add/", clusters.add_cluster, name="add-cluster"),
    path("clusters/<uuid:pk>/", clusters.cluster, name="cluster"),
    path("clusters/<uuid:pk>/edit/", clusters.edit_cluster, name="edit-cluster"),
    path("clusters/<uuid:pk>/retire/", clusters.retire_cluster, name="retire-cluster"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/upload/", upload.upload_dataset, name="upload-dataset"),
    path("datasets/<uuid:pk>/", datasets.dataset, name="dataset"),
    path("datasets/<uuid:pk>/read/", datasets.read_dataset, name="read-dataset"),
    path("datasets/<uuid:pk>/answer/", datasets.answer_dataset, name="answer-dataset"),
    path("datasets/<uuid:pk>/accept/", datasets.accept_dataset, name="accept-dataset"),
    path("datasets/<uuid:pk>/edit/", datasets.edit_dataset, name="edit-dataset"),
    path("datasets/<uuid:pk>/retire/", datasets.retire_dataset, name="retire-dataset"),
    path("datasets/<uuid:pk>/file/", datasets.dataset_file, name="dataset-file"),
    path(
        "datasets/<uuid:pk>/problems/",
        datasets.dataset_problems,
        name="dataset-problems",
    ),
    path(
        "datasets/<uuid:pk>/problems.csv",
        datasets.dataset_problems_csv,
        name="dataset-problems-csv",
    ),
]
