#!/bin/sh
# Weak code (bandit) and known faults in what is installed (pip-audit). Ends with 1 on a finding above low, or a fault.
set -eu
cd "$(dirname "$0")/../.."
BIN=${BIN:-.venv/bin}
echo "== bandit: nothing above low"
"$BIN/python" -m bandit --quiet --configfile pyproject.toml --severity-level medium --recursive mentors config.py wsgi.py
echo "== pip-audit: what is installed, as far as the list of faults can be reached"
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if "$BIN/python" -m pip_audit --requirement requirements.lock --require-hashes --disable-pip --progress-spinner off \
    --format json --output "$report" 2>/dev/null; then
    :
elif [ ! -s "$report" ]; then
    echo "The list of known faults cannot be reached from here; nothing is said about what is installed." >&2
    exit 3
fi
"$BIN/python" tools/audit/faults.py "$report"
