"""Addresses of a seller's pages."""

from django.urls import path

from gobetween.web.seller import views

app_name = "seller"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("senders/", views.addresses, name="addresses"),
    path("senders/<int:number>/<slug:decision>/", views.decide, name="decide"),
    path("<slug:ref>/", views.thread, name="thread"),
]
