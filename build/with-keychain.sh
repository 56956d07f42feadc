#!/usr/bin/env bash
# Runs a command in a session bus of its own with an unlocked, empty Secret Service and an empty HOME.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export LONGSHORE_TEST_KEYCHAIN=1 NO_AT_BRIDGE=1 HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_DATA_HOME="$home/.local/share" XDG_CACHE_HOME="$home/.cache" XDG_RUNTIME_DIR="$home/run"
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_CACHE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
# What the bus reports of itself is kept apart from what the command says, and shown only where no bus could be started.
exec 3>&2
dbus-run-session -- bash -c '
  printf "test\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 3>&-
  "$@" 2>&3 3>&-
' bash "$@" 2>"$home/bus.log" || {
  status=$?
  [ "$status" -ne 127 ] || cat "$home/bus.log" >&2
  exit "$status"
}
