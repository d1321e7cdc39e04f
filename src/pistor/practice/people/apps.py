"""The app's name for Django, and the search index it puts back after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from pistor.practice.people.search import install


class PeopleConfig(AppConfig):
    name = "pistor.practice.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """SQLite loses the triggers of a table that a migration rebuilds: put them back."""
        post_migrate.connect(_index, sender=self)


def _index(*, using: str, **_: Any) -> None:
    install(connections[using])
