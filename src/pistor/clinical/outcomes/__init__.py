"""Did it work, and for how long."""

from pistor.clinical.outcomes.instruments import Instrument

__all__ = ["Instrument"]
