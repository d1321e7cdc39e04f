"""Addresses of this app."""

from django.urls import path

from pistor.practice.library import change_views, views

app_name = "library"
urlpatterns = [
    path("", views.search, name="search"),
    path("not-reviewed/", views.not_reviewed, name="not_reviewed"),
    path("adopt/", change_views.adopt, name="adopt"),
    path("<str:kind>/<str:key>/", views.row, name="row"),
    path("<str:kind>/<str:key>/override/", change_views.override, name="override"),
    path("<str:kind>/<str:key>/end-override/", change_views.end_override, name="end_override"),
    path("<str:kind>/<str:key>/review/", change_views.review, name="review"),
]
