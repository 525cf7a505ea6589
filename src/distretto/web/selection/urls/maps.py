"""Addresses of cluster maps."""

from django.urls import URLPattern, path

from distretto.web.selection.views import maps

urlpatterns: list[URLPattern] = [
    path("maps/", maps.maps, name="maps"),
    path("maps/measure/", maps.measure_map, name="measure-map"),
    path("maps/measure/pictures/", maps.measured_pictures, name="measured-pictures"),
    path("maps/save/", maps.save_map, name="save-map"),
    path("maps/<uuid:pk>/", maps.map_page, name="map"),
    path("maps/<uuid:pk>/pictures/", maps.map_pictures, name="map-pictures"),
    path("maps/<uuid:pk>/rename/", maps.rename_map, name="rename-map"),
    path("maps/<uuid:pk>/retire/", maps.retire_map, name="retire-map"),
    path("maps/<uuid:pk>/candidates/", maps.add_candidates, name="add-candidates"),
    path("maps/<uuid:pk>/clusters/<int:rank>/", maps.map_cluster, name="map-cluster"),
    path(
        "maps/<uuid:pk>/clusters/<int:rank>/background/",
        maps.cluster_background,
        name="cluster-background",
    ),
    path(
        "maps/<uuid:pk>/download/<slug:kind>/", maps.download_map, name="download-map"
    ),
]
