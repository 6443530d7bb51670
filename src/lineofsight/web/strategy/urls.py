"""Addresses of the strategy on a page."""

from django.urls import URLPattern, path

from lineofsight.web.strategy import views

urlpatterns: list[URLPattern] = [
    path("strategy", views.strategy, name="strategy"),
    path("strategy/acknowledge", views.acknowledge, name="acknowledge"),
]
