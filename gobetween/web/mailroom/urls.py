"""Addresses of the mailroom."""

from django.urls import path

from gobetween.web.mailroom import views

app_name = "mailroom"
urlpatterns = [
    path("", views.home, name="home"),
    path("unread/", views.unread, name="unread"),
    path("<str:address>/", views.box, name="box"),
    path("<str:address>/write/", views.write, name="write"),
    path("<str:address>/<slug:key>/", views.thread, name="thread"),
    path("<str:address>/<slug:key>/source/", views.source, name="source"),
    path("<str:address>/<slug:key>/file/<int:number>/", views.file, name="file"),
]
