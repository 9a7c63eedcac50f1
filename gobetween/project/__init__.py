"""Django's wiring: settings, urls, asgi. Nothing is decided here."""
