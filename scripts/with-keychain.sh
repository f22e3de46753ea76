#!/bin/sh
# Starts an empty, unlocked gnome-keyring on the current D-Bus session, then the command given.
# Its files are in a temporary folder: nobody's real keys are read or changed.
set -eu
keyring=$(mktemp -d)
trap 'kill "$daemon" 2>/dev/null || true; rm -rf "$keyring"' EXIT
mkdir -m 700 "$keyring/run"
printf 'griot' | XDG_DATA_HOME="$keyring" XDG_RUNTIME_DIR="$keyring/run" \
  gnome-keyring-daemon --foreground --unlock --components=secrets >"$keyring/log" 2>&1 &
daemon=$!
# The name on the bus is the sign that it is ready.
tries=0
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
  string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
  tries=$((tries + 1))
  if [ "$tries" -gt 1200 ] || ! kill -0 "$daemon" 2>/dev/null; then
    echo 'The keychain did not start:' >&2
    cat "$keyring/log" >&2
    exit 1
  fi
  sleep 0.1
done
export GRIOT_TEST_KEYCHAIN=1
status=0
"$@" || status=$?
exit "$status"
