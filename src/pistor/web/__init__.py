"""The look: pages, components, documents for print."""
