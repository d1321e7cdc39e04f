"""The plan in the browser: written, checked, versioned, approved, printed."""
