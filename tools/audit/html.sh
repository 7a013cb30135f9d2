#!/bin/sh
# The W3C's HTML checker over every page of every role.
set -eu
cd "$(dirname "$0")/../.."
tools/audit/parts/node.sh || exit
.venv/bin/python -m pytest -q -n 2 --dist load -p no:randomly tests/browser/audit_nu.py
