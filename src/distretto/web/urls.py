"""Every address of the site. A programme's pages stand under its own name."""

from django.urls import URLPattern, URLResolver, include, path

PROGRAMME = "p/<slug:programme>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("distretto.web.overview.urls")),
    path("", include("distretto.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("ui/", include("distretto.web.ui.urls")),
    path("api/", include("distretto.web.exchange.urls")),
    path(f"{PROGRAMME}work/", include("distretto.web.work.urls")),
    path(f"{PROGRAMME}register/", include("distretto.web.register.urls")),
    path(f"{PROGRAMME}selection/", include("distretto.web.selection.urls")),
    path(f"{PROGRAMME}diagnosis/", include("distretto.web.diagnosis.urls")),
]

handler400 = "distretto.web.ui.views.bad_request"
handler403 = "distretto.web.ui.views.forbidden"
handler404 = "distretto.web.ui.views.not_found"
handler500 = "distretto.web.ui.views.server_error"
