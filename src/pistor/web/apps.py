"""The look of every page: templates, styles, one small script."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates and static files; no records of its own."""

    name = "pistor.web"
    label = "web"
