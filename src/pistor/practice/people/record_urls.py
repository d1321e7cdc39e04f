"""Addresses of the records of one patient."""

from django.urls import path

from pistor.practice.people import document_views, note_views, record_views

urlpatterns = [
    path("<uuid:uid>/add/<slug:kind>/", record_views.add_record, name="add_record"),
    path(
        "<uuid:uid>/withdraw/<slug:kind>/<int:pk>/",
        record_views.withdraw_record,
        name="withdraw_record",
    ),
    path("<uuid:uid>/no-known-allergies/", record_views.none_known, name="none_known"),
    path("<uuid:uid>/pregnancy/", record_views.pregnancy, name="pregnancy"),
    path("<uuid:uid>/notes/new/", note_views.write_note, name="write_note"),
    path("<uuid:uid>/notes/<int:pk>/", note_views.note, name="note"),
    path("<uuid:uid>/notes/<int:pk>/sign/", note_views.sign_note, name="sign_note"),
    path("<uuid:uid>/notes/<int:pk>/addition/", note_views.add_addendum, name="add_addendum"),
    path("<uuid:uid>/documents/new/", document_views.add_document, name="add_document"),
    path("<uuid:uid>/documents/<int:pk>/", document_views.document, name="document"),
    path("<uuid:uid>/photo/", document_views.portrait, name="portrait"),
    path("<uuid:uid>/photo/new/", document_views.set_portrait, name="set_portrait"),
]
