"""Addresses of a buyer's pages."""

from django.urls import path

from gobetween.web.buyer import views

app_name = "buyer"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("preferences/", views.preferences, name="preferences"),
    path("<slug:ref>/", views.thread, name="thread"),
]
