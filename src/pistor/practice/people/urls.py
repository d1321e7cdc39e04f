"""Addresses of this app."""

from django.urls import URLPattern, path

from pistor.practice.people import import_views, record_urls, views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", views.patients, name="patients"),
    path("new/", views.new, name="new"),
    path("import/", import_views.upload, name="import"),
    path("import/<uuid:token>/columns/", import_views.name_columns, name="import_map"),
    path("import/<uuid:token>/check/", import_views.check, name="import_check"),
    path("import/<uuid:token>/run/", import_views.run, name="import_run"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/join/", views.join, name="join"),
    path("<uuid:uid>/join/<int:pk>/undo/", views.undo_join, name="undo_join"),
    *record_urls.urlpatterns,
]
