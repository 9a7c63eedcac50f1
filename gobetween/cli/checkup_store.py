"""The doctor looks at database and keys."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gobetween.cli.doctor import Examination, Line, Patient, fault, ok, warning
from gobetween.kit import keys, sealing
from gobetween.marketplace.models import Buyer

OLDEST = 150000


def database(patient: Patient) -> Iterator[Line]:
    """Version, encoding, durability, migrations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
            " current_setting('fsync') = 'on', current_setting('synchronous_commit') <> 'off'"
        )
        version, encoding, fsync, synchronous = cursor.fetchone()
    if version < OLDEST:
        yield fault("database", f"PostgreSQL {version // 10000}", "use PostgreSQL 15 or newer")
    if encoding != "UTF8":
        yield fault("database", f"encoding {encoding}", "make the database with ENCODING 'UTF8'")
    if not (fsync and synchronous):
        yield fault("database", "commits are not kept safe", "turn fsync and synchronous_commit on")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield fault("database", "migrations are missing", "start `gobetween serve` once")
        return
    yield ok("database", f"PostgreSQL {version // 10000}, migrations applied")


def key_ring(patient: Patient) -> Iterator[Line]:
    """Can the keys be read, are they private, do they open what is stored?"""
    try:
        ring = keys.parse(patient.config.keys)
    except keys.BadKeys as error:
        yield fault("keys", str(error), "set GOBETWEEN_KEYS, or restore the file `keys` of the state folder")
        return
    path = patient.config.state_dir / "keys"
    if path.exists() and path.stat().st_mode & 0o077:
        yield fault("keys", "the key file can be read by others", f"chmod 600 {path}")
    newest = Buyer.objects.order_by("-id").first()
    if newest is not None:
        try:
            sealing.unseal(newest.address_sealed, purpose="address")
        except sealing.Unsealable:
            yield fault("keys", "stored addresses cannot be opened", "bring the key back that sealed them")
            return
    if path.exists():
        yield warning("keys", f"{len(ring)} in the state folder", "keep a copy apart from the database's backups")
        return
    yield ok("keys", f"{len(ring)} in the settings")


ALL: tuple[tuple[str, Examination], ...] = (("database", database), ("keys", key_ring))
