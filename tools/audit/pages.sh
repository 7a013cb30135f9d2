#!/bin/sh
# The W3C's HTML checker over every page of every role, and Lighthouse on sign-up and "my contact".
set -eu
cd "$(dirname "$0")/../.."
tools/audit/parts/node.sh || exit
.venv/bin/python -m pytest -q -p no:randomly tests/browser/audit_nu.py tests/browser/audit_lighthouse.py
