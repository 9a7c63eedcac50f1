"""Addresses of an operator's pages."""

from django.urls import path

from gobetween.web.operator import views

app_name = "operator"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("alias/", views.alias, name="alias"),
    path("<slug:ref>/", views.thread, name="thread"),
    path("<slug:ref>/<int:number>/original/", views.original, name="original"),
    path("<slug:ref>/journal/", views.journal, name="journal"),
]
