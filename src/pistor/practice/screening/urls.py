"""Addresses of this app."""

from django.urls import path

from pistor.practice.screening.views import accepting, asking, overriding, tablet

app_name = "screening"
urlpatterns = [
    path("tablet/", tablet.tablet, name="tablet"),
    path("of/<uuid:uid>/begin/", asking.begin, name="begin"),
    path("<uuid:uid>/", accepting.show, name="show"),
    path("<uuid:uid>/answers/", asking.answer, name="answer"),
    path("<uuid:uid>/hand-over/", asking.hand_over, name="hand_over"),
    path("<uuid:uid>/take-back/", asking.take_back, name="take_back"),
    path("<uuid:uid>/discard/", asking.discard, name="discard"),
    path("<uuid:uid>/accept/", accepting.accept, name="accept"),
    path("<uuid:uid>/override/", overriding.override, name="override"),
    path("<uuid:uid>/override/<int:pk>/second-look/", overriding.second_look, name="second_look"),
    path("<uuid:uid>/override/<int:pk>/read-again/", overriding.read_again, name="read_again"),
]
