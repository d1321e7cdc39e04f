"""What was done in the room, and does it add up."""

from pistor.clinical.treatment.checklist import ChecklistStep, EmergencyItem

__all__ = ["ChecklistStep", "EmergencyItem"]
