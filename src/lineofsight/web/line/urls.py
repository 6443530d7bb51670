"""Addresses of my line of sight and of the answers given on it."""

from django.urls import URLPattern, path

from lineofsight.web.line import views

urlpatterns: list[URLPattern] = [
    path("", views.my_line, name="my_line"),
    path("line/links/<int:pk>/confirm", views.confirm, name="confirm_link"),
    path("line/links/<int:pk>/accept", views.accept, name="accept_link"),
    path("line/blockers/<int:pk>/answer", views.answer, name="answer_blocker"),
    path("line/blockers/<int:pk>/lift", views.lift, name="lift_blocker"),
    path("line/key-results/<int:pk>/value", views.record, name="record_value"),
    path("line/findings/<int:pk>/let-stand", views.let_stand, name="let_finding_stand"),
    path("line/findings/<int:pk>/not-so", views.not_so, name="finding_not_so"),
]
