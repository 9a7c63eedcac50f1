"""From a PostgreSQL URL to Django's database settings."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def settings(url: str) -> dict[str, Any]:
    """Django's settings for `url` (any libpq connection string); an empty one gives a nameless database."""
    parts = conninfo_to_dict(url)
    known = {name: parts.pop(key) for key, name in _NAMES.items() if key in parts}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "gobetween",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
        **known,
    }
