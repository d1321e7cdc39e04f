"""Screening in the practice: asked, accepted, overridden."""
