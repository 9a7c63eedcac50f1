"""`python -m bench`: every bench, one after the other; what `make bench` runs."""

from __future__ import annotations

import subprocess
import sys

EVERY = ("relay", "latency", "forged", "memory", "startup", "policy")

if __name__ == "__main__":
    codes = [subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in EVERY]
    sys.exit(max(codes))
