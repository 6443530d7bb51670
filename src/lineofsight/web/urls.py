"""Addresses of the pages."""

from django.urls import URLPattern, path

from lineofsight.web.frame.views import find, preferences
from lineofsight.web.goals import editing, linking, measuring
from lineofsight.web.goals.views import branch, goals, tops, under_north_star, under_pillar
from lineofsight.web.line import urls as line
from lineofsight.web.strategy import urls as strategy
from lineofsight.web.styleguide.views import styleguide

urlpatterns: list[URLPattern] = [
    *line.urlpatterns,
    *strategy.urlpatterns,
    path("goals", goals, name="goals"),
    path("goals/beside", tops, name="goal_tops"),
    path("pillars/<int:pk>/goals", under_pillar, name="goals_under_pillar"),
    path("north-star/goals", under_north_star, name="goals_under_north_star"),
    path("goals/new", editing.new, name="goal_new"),
    path("goals/<int:pk>", editing.goal, name="goal"),
    path("goals/<int:pk>/below", branch, name="goal_branch"),
    path("goals/<int:pk>/edit", editing.edit, name="goal_edit"),
    path("goals/<int:pk>/status", editing.status, name="goal_status"),
    path("goals/<int:pk>/link", linking.link, name="goal_link"),
    path("goals/<int:pk>/key-results", measuring.add, name="key_result_new"),
    path("goals/<int:pk>/override", measuring.override, name="goal_override"),
    path("key-results/<int:pk>/edit", measuring.edit, name="key_result_edit"),
    path("links/<int:pk>/remove", linking.unlink, name="link_remove"),
    path("key-results/<int:pk>/report", editing.report, name="key_result_report"),
    path("links/<int:pk>/confirm", editing.confirm, name="link_confirm"),
    path("links/<int:pk>/accept", editing.accept, name="link_accept"),
    path("find", find, name="find"),
    path("preferences", preferences, name="preferences"),
    path("styleguide", styleguide, name="styleguide"),
]
