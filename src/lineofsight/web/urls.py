"""Addresses of the pages."""

from django.urls import URLPattern, path

from lineofsight.web.frame.views import find, preferences
from lineofsight.web.goals.views import goals
from lineofsight.web.line.views import my_line
from lineofsight.web.strategy.views import strategy

urlpatterns: list[URLPattern] = [
    path("", my_line, name="my_line"),
    path("strategy", strategy, name="strategy"),
    path("goals", goals, name="goals"),
    path("find", find, name="find"),
    path("preferences", preferences, name="preferences"),
]
