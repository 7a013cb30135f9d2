#!/bin/sh
# Lighthouse on the front page, both sign-ups and "my contact". One page after another: it measures time.
set -eu
cd "$(dirname "$0")/../.."
tools/audit/parts/node.sh || exit
if [ -z "${CHROME_BIN:-}" ] && ! command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null; then
    echo "make audit: there is no Chromium on this machine (CHROME_BIN names one). Lighthouse was NOT run." >&2
    [ -z "${REQUIRE_AUDIT:-}" ] || exit 1
    exit 3
fi
.venv/bin/python -m pytest -q -p no:randomly tests/browser/audit_lighthouse.py
