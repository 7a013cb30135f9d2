#!/bin/sh
# What `make audit` needs besides Python: Java for the HTML checker, node and npm for both, and the packages
# that package-lock.json names. Says what is missing and ends with 3; REQUIRE_AUDIT=1 makes that an error.
set -eu
cd "$(dirname "$0")/.."

missing=
for tool in java node npm; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
if [ -n "$missing" ]; then
    echo "make audit: these are not on this machine:$missing. The HTML checker and Lighthouse were NOT run." >&2
    [ -z "${REQUIRE_AUDIT:-}" ] || exit 1
    exit 3
fi
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    if ! npm ci --no-audit --no-fund --ignore-scripts --loglevel=error; then
        echo "make audit: the packages in tools/audit/package-lock.json could not be fetched." \
             "The HTML checker and Lighthouse were NOT run." >&2
        [ -z "${REQUIRE_AUDIT:-}" ] || exit 1
        exit 3
    fi
fi
