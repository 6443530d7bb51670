"""Addresses of the strategy on a page."""

from django.urls import URLPattern, path

from lineofsight.web.strategy import answers, check, views

urlpatterns: list[URLPattern] = [
    path("strategy", views.strategy, name="strategy"),
    path("strategy/acknowledge", views.acknowledge, name="acknowledge"),
    path("strategy/check", check.ask, name="check"),
    path("strategy/check/state", check.state, name="check_state"),
    path("acknowledgements/<int:pk>/answer", answers.answer, name="answer_said"),
]
