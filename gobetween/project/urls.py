"""Every address of the web role."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from gobetween.web import health
from gobetween.web.shared import files, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("enter/<str:token>/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
    path("language/", set_language, name="set_language"),
    path("files/<str:token>/<str:name>", files.fetch, name="file"),
    path("buyer/", include("gobetween.web.buyer.urls")),
    path("seller/", include("gobetween.web.seller.urls")),
    path("operator/", include("gobetween.web.operator.urls")),
    path("mailroom/", include("gobetween.web.mailroom.urls")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
handler403 = "gobetween.web.shared.views.forbidden"
handler400 = "gobetween.web.shared.views.not_understood"
handler404 = "gobetween.web.shared.views.not_found"
handler500 = "gobetween.web.shared.views.broken"
