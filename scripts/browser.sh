#!/bin/sh
# Prints the path of a Chromium for the browser tests; fetches one below .cache when the system has none.
set -eu
cd "$(dirname "$0")/.."
works() { [ -x "$1" ] && "$1" --version 2>/dev/null | grep -qi 'chrom'; }
known=.cache/browser
if [ -e "$known" ] && works "$(cat "$known")"; then cat "$known"; exit 0; fi
found() { mkdir -p .cache; echo "$1" >"$known"; echo "$1"; exit 0; }

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  path=$(command -v "$name" || true)
  # Ubuntu's package is a stub that asks for a snap: it names no version
  if [ -n "$path" ] && works "$path"; then found "$path"; fi
done

echo "Fetching a browser for the tests ..." >&2
root=$(scripts/packages.sh chromium fonts-dejavu-core) || root=none
program=$root/usr/lib/chromium/chromium
if [ -x "$program" ]; then
  wrapper=$PWD/.cache/chromium
  fonts=$PWD/.cache/fonts.conf
  machine=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
  printf '<fontconfig><dir>%s/usr/share/fonts</dir><cachedir>%s/.cache/fonts</cachedir></fontconfig>\n' \
    "$root" "$PWD" >"$fonts"
  cat >"$wrapper" <<END
#!/bin/sh
export LD_LIBRARY_PATH="$root/usr/lib/$machine:$root/lib/$machine:$root/usr/lib/chromium"
export FONTCONFIG_FILE="$fonts"
exec "$program" "\$@"
END
  chmod +x "$wrapper"
  if works "$wrapper"; then found "$wrapper"; fi
fi
echo "No browser: install chromium or google-chrome to run the tests marked 'browser'; they are skipped." >&2
exit 1
