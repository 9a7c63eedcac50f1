#!/bin/sh
# Makes .venv with exactly the packages of a lock file; does nothing when it is so already.
# usage: scripts/setup.sh requirements.lock|requirements-dev.lock
set -eu
cd "$(dirname "$0")/.."
lock=$1
python=${GOBETWEEN_PYTHON:-python3}
stamp=.venv/.ready
want=$(sha256sum "$lock" | cut -d' ' -f1)
[ -x .venv/bin/python ] && [ -e "$stamp" ] && grep -q "$want" "$stamp" && exit 0

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "Gobetween needs Python 3.11 or newer; name one with GOBETWEEN_PYTHON=/path/to/python3." >&2
  exit 2
}
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
  echo "Making .venv ..."
  rm -rf .venv
  "$python" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; "$python" -m venv --without-pip .venv; }
fi
pip=.venv/bin/pip
if [ -x "$pip" ]; then
  set -- .venv/bin/python -m pip
else # Debian keeps pip apart from Python: borrow its wheel, install nothing
  echo "Fetching pip ..."
  root=$(scripts/packages.sh python3-pip-whl) || {
    echo "Python comes without pip here: install it (apt-get install python3-venv), then try again." >&2
    exit 2
  }
  set -- .venv/bin/python "$(echo "$root"/usr/share/python-wheels/pip-*.whl)/pip"
fi
echo "Installing the packages of $lock ..."
"$@" install --quiet --disable-pip-version-check --require-hashes -r "$lock" || {
  echo "The packages of $lock could not be installed; is the network there?" >&2
  exit 2
}
# the package itself: found from anywhere, edited in place
echo "$PWD" >"$(echo .venv/lib/python*/site-packages)/gobetween-checkout.pth"
printf '#!/bin/sh\nexec "%s" -m gobetween "$@"\n' "$PWD/.venv/bin/python" >.venv/bin/gobetween
chmod +x .venv/bin/gobetween
# the development lock holds everything the other one does
if [ "$lock" = requirements-dev.lock ]; then sha256sum requirements-dev.lock requirements.lock >"$stamp"; else echo "$want" >"$stamp"; fi
