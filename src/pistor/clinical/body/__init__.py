"""The body as the practice names it: zones, their areas and what lies under them."""

from pistor.clinical.body.zones import NeverInject, Zone

__all__ = ["NeverInject", "Zone"]
