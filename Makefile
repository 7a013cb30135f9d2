# Two commands matter: `make run` and `make test`. Both need only Python 3.11 or newer, pip and make.

.DEFAULT_GOAL := help
.PHONY: help run test check audit format bench faults fuzz translations
.ONESHELL:
SHELL := /bin/sh
.SHELLFLAGS := -eu -c

PORT ?= 8000
BIN := .venv/bin
INSTALLED := .venv/installed
PIP_QUIET := --disable-pip-version-check --no-input --quiet
FLASK := SECRET_KEY=only-for-commands-that-keep-nothing-secret $(BIN)/flask --app wsgi
PYTEST := $(BIN)/python -m pytest -q

help: ## Show this help
	@echo "What you can make:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | while IFS=@ read -r what why; do printf '%-20s %s\n' "$$what" "$$why"; done

run: $(INSTALLED) ## Start the demo town on http://127.0.0.1:8000 (PORT=8001 for another port)
	@PORT=$(PORT) exec $(BIN)/python -m mentors.run

test: check ## Run everything: check, the suite on PostgreSQL, and journeys in a browser
	@echo "== long searches, and walks through the whole demo town, on SQLite"
	$(PYTEST) -n 2 --dist loadfile -m "(town or long) and not browser"
	echo "== the suite on PostgreSQL"
	FUZZ=30 TEST_DATABASE=postgresql $(PYTEST) -n 2 --dist loadfile -m "not browser and not long"
	echo "== pages and journeys in a browser"
	$(PYTEST) -n 2 --dist loadfile -m browser

check: $(INSTALLED) ## Format, lint, types, translations, rules and behaviours on SQLite; some minutes
	@echo "== format, lint, types, translations"
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(FLASK) i18n check
	echo "== rules and behaviours on SQLite"
	$(PYTEST) -n 2 --dist loadfile -m "not browser and not town and not long"

audit: $(INSTALLED) ## What outside tools say (tools/audit/*.sh): weak code, known faults, the HTML checker, Lighthouse
	@tools/audit/run

format: $(INSTALLED) ## Bring the code into the house's form
	@$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(INSTALLED) ## Measure the busiest pages against a bare Flask page
	@$(BIN)/python -m benchmarks.pages

faults: $(INSTALLED) ## Kill workers 1,000 times over 200,000 messages on both databases; hours (FAULTS="--kills 50 ..." for less)
	@$(BIN)/python -m tests.faults $(FAULTS)
	FAULTS=long $(PYTEST) tests/faults tests/messages

fuzz: $(INSTALLED) ## Send 10,000 bad inputs to every form and link; hours (FUZZ=500 for less)
	@FUZZ=$${FUZZ:-10000} $(PYTEST) -p no:randomly tests/house/test_fuzz.py

translations: $(INSTALLED) ## Bring the catalogues in step with the sources, and say what is missing
	@$(FLASK) i18n update
	$(FLASK) i18n stats

$(INSTALLED): requirements.lock
	@python=
	for candidate in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi
	done
	if [ -z "$$python" ]; then
	    echo "This needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python" >&2
	    exit 1
	fi
	echo "Installing into .venv with $$("$$python" --version); this takes half a minute ..."
	if ! "$$python" -m venv .venv >/dev/null 2>&1; then
	    # Debian's Python without python3-venv: a virtualenv that pip brings does the same.
	    rm -rf .venv
	    "$$python" -m pip install $(PIP_QUIET) --upgrade --target .stamps/virtualenv virtualenv
	    PYTHONPATH=.stamps/virtualenv "$$python" -m virtualenv --quiet .venv
	fi
	$(BIN)/python -m pip install $(PIP_QUIET) --require-hashes -r requirements.lock
	touch $@
