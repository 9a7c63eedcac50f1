"""The web role: uvicorn on the ASGI application, until SIGTERM."""

from __future__ import annotations

import signal

import structlog
import uvicorn
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from gobetween.kit.config import current

log = structlog.get_logger("web")

GRACE_SECONDS = 1  # open event streams do not end by themselves


def run(*, slot: int) -> None:
    """Serve the pages of the current settings."""
    config = current()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # uvicorn takes them over, then raises them again at the end
    options = uvicorn.Config(
        import_string(settings.ASGI_APPLICATION),
        host=config.web_host,
        port=config.web_port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    # under ASGI every request has a thread of its own: a connection that is kept is never found again
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    log.info("started", slot=slot)
    uvicorn.Server(options).run()
