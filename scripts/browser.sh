#!/bin/sh
# Prints the path of a Chromium for the browser tests; fetches one below .cache when the system has none.
set -eu
cd "$(dirname "$0")/.."
known=.cache/browser
works() { [ -x "$1" ] && "$1" --version 2>/dev/null | grep -qi 'chrom'; }
found() { mkdir -p .cache; echo "$1" >"$known"; echo "$1"; exit 0; }

# wrap PROGRAM NAME: a .cache/NAME that runs PROGRAM with the libraries fetched so far
wrap() {
  root=$PWD/.cache/system/root
  libraries=$(find "$root" -name '*.so*' -type f | sed 's,/[^/]*$,,' | sort -u | tr '\n' ':')
  printf '<fontconfig><dir>%s/usr/share/fonts</dir><cachedir>%s/.cache/fonts</cachedir></fontconfig>\n' \
    "$root" "$PWD" >.cache/fonts.conf
  printf '#!/bin/sh\nexport LD_LIBRARY_PATH="%s" FONTCONFIG_FILE="%s"\nexec "%s" "$@"\n' \
    "$libraries" "$PWD/.cache/fonts.conf" "$1" >".cache/$2"
  chmod +x ".cache/$2"
}

# Playwright brings a node whose one library a bare system lacks; tests/conftest.py takes .cache/node when it is there
driver=$(echo "$PWD"/.venv/lib/python*/site-packages/playwright/driver/node)
if [ ! -e .cache/node ] && [ -x "$driver" ] && ! "$driver" --version >/dev/null 2>&1; then
  scripts/packages.sh libatomic1 >/dev/null && wrap "$driver" node
fi
if [ -e "$known" ] && works "$(cat "$known")"; then cat "$known"; exit 0; fi

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  path=$(command -v "$name" || true)
  # Ubuntu's package is a stub that asks for a snap: it names no version
  if [ -n "$path" ] && works "$path"; then found "$path"; fi
done

echo "Fetching a browser for the tests ..." >&2
if root=$(scripts/packages.sh chromium fonts-dejavu-core) && [ -x "$root/usr/lib/chromium/chromium" ]; then
  wrap "$root/usr/lib/chromium/chromium" chromium
  if works "$PWD/.cache/chromium"; then found "$PWD/.cache/chromium"; fi
fi
if [ -x .venv/bin/playwright ]; then
  if [ -e .cache/node ]; then export PLAYWRIGHT_NODEJS_PATH="$PWD/.cache/node"; fi
  PLAYWRIGHT_BROWSERS_PATH=$PWD/.cache/playwright .venv/bin/playwright install --only-shell chromium >&2 || true
  path=$(find "$PWD/.cache/playwright" -type f -name '*headless*shell' 2>/dev/null | head -n 1)
  if [ -n "$path" ] && works "$path"; then found "$path"; fi
fi
echo "NO BROWSER: install chromium or google-chrome; the tests marked 'browser' are skipped." >&2
exit 1
