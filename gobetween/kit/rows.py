"""Many rows of one model in one statement: one JSON parameter goes in, the ids come out.

A third of what `bulk_create` costs (docs/decisions/0008): it adapts and quotes every value of every row by itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter

from django.db import connection
from django.db.models import AutoField, Field, Model


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, whole and without defaults of the database; their ids are set, in order."""
    if not rows:
        return
    statement, columns, values = _insertion(type(rows[0]))
    given = _spelled([dict(zip(columns, values(row), strict=True)) for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(statement, [given])
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
            row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(model: type[Model]) -> tuple[str, list[str], attrgetter[tuple[object, ...]]]:
    """The statement, its columns, and what takes their values from a row."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    typed = ", ".join(f'"{field.column}" {_type(field)}' for field in fields)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({names}) '
        f"SELECT {names} FROM json_to_recordset(%s::json) AS given ({typed}) RETURNING id"
    )
    return statement, [str(field.column) for field in fields], attrgetter(*(field.attname for field in fields))


def _type(field: Field[object, object]) -> str:
    return field.db_type(connection) or "text"


def _as_text(value: object) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    match value:
        case datetime():
            return value.isoformat()
        case bytes() | memoryview():
            return f"\\x{value.hex()}"
    raise TypeError(type(value).__name__)


_spelled = json.JSONEncoder(default=_as_text, separators=(",", ":"), ensure_ascii=False).encode
