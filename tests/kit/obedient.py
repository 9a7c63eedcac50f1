"""Does as it is told, for the stories of the process apart."""

from __future__ import annotations

import os
import time


def answer(question: bytes) -> bytes:
    """`pid`, `say …`, `print`; or `spin`, `sleep`, `die`, `burst`."""
    order, _, rest = question.partition(b" ")
    match order:
        case b"pid":
            return str(os.getpid()).encode()
        case b"spin":
            while True:
                pass
        case b"sleep":
            time.sleep(60)
        case b"die":
            os._exit(3)
        case b"burst":
            return bytes(1 << 31)
        case b"print":
            print("hello", flush=True)
            return b"printed"
    return rest
