"""Settings of the server, its addresses, and who may open which."""
