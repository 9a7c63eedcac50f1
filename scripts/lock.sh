#!/bin/sh
# Pins the dependencies of pyproject.toml with hashes and without index addresses. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "Install uv to make the lock files anew (pip install uv)." >&2; exit 2; }
compile() { uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
  --python-version 3.11 pyproject.toml "$@"; }
compile --output-file requirements.lock
compile --extra dev --output-file requirements-dev.lock
