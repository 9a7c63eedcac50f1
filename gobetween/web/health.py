"""Is it alive, is it ready: two answers for whoever watches, without a log-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from gobetween.kit import metrics
from gobetween.kit.config import current

LATE_SECONDS = 900.0  # an acknowledged letter that nobody settles for so long


def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every check is `ok`, else 503; the answer names each."""
    answers = {name: _answer(check) for name, check in CHECKS.items()}
    fine = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"ready": fine, **answers}, status=200 if fine else 503)


def _answer(check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, psycopg.Error):
        return "unreachable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    return "ok" if _applied() else "missing"


@lru_cache(maxsize=1)
def _known_applied() -> bool:
    """Cached when true only: what was applied stays applied."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def _applied() -> bool:
    try:
        return _known_applied()
    except LookupError:
        return False


def _intake() -> str:
    age, waiting = metrics.waiting(current().database_url)["intake"]
    return "ok" if age < LATE_SECONDS else f"late: {waiting} waiting, the oldest for {age:.0f} seconds"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "intake": _intake}

urlpatterns = [path("healthz", healthz), path("readyz", readyz)]
