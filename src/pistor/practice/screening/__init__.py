"""The questionnaire in the browser: asked, accepted, judged, overridden."""
