#!/bin/sh
# Fetches Debian packages with what they miss and unpacks them below .cache/system: no root, nothing installed.
# usage: scripts/packages.sh NAME...      prints the folder
set -eu
cd "$(dirname "$0")/.."
home=$PWD/.cache/system
stamp=$home/$(printf '%s' "$*" | tr -c 'a-z0-9.+-' '_').done
if [ -e "$stamp" ]; then echo "$home/root"; exit 0; fi
command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "apt-get is missing" >&2; exit 1; }
mkdir -p "$home/root" "$home/lists/partial" "$home/archives/partial"
options="-o Dir::State::lists=$home/lists -o Dir::Cache=$home -o Dir::Cache::archives=$home/archives
  -o Debug::NoLocking=true -o APT::Sandbox::User=$(id -un) -o APT::Get::List-Cleanup=false -o APT::Keep-Downloaded-Packages=true"
# shellcheck disable=SC2086
{
  apt-get $options update
  apt-get $options --yes --no-install-recommends --download-only install "$@"
} >"$home/log" 2>&1 || { tail -n 3 "$home/log" >&2; exit 1; }
for package in "$home"/archives/*.deb; do dpkg -x "$package" "$home/root"; rm "$package"; done
: >"$stamp"
echo "$home/root"
