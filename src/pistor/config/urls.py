"""Every address; who may open it stands in ``permissions``."""

from django.urls import include, path

urlpatterns = [
    path("", include("pistor.practice.desk.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("access/", include("pistor.practice.access.urls")),
    path("people/", include("pistor.practice.people.urls")),
    path("screening/", include("pistor.practice.screening.urls")),
    path("planning/", include("pistor.practice.planning.urls")),
    path("library/", include("pistor.practice.library.urls")),
]
