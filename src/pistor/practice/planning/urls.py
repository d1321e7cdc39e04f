"""Addresses of this app."""

from django.urls import path

from pistor.practice.planning import approval_views, views

app_name = "planning"
urlpatterns = [
    path("for/<uuid:uid>/", views.begin, name="begin"),
    path("<uuid:uid>/", approval_views.show, name="show"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/check/", views.check, name="check"),
    path("<uuid:uid>/compare/", views.compare, name="compare"),
    path("<uuid:uid>/version-<int:number>.pdf", views.sheet, name="sheet"),
    path("<uuid:uid>/hand-in/", approval_views.hand_in, name="hand_in"),
    path("<uuid:uid>/approve/", approval_views.approve, name="approve"),
    path("<uuid:uid>/override/", approval_views.override, name="override"),
    path("<uuid:uid>/revise/", approval_views.revise, name="revise"),
    path("overrides/<int:pk>/", approval_views.second_look, name="second_look"),
]
