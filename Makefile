# Everything that one does with this repository. `make help` lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
PYTHON := $(BIN)/python
SERVICE := $(PYTHON) -m app
# The first interpreter that is new enough; PYTHON_FOR_VENV=… chooses another.
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON_FOR_VENV ?= $(firstword $(foreach name,python3 python3.13 python3.14 python3.12 python3.11 python,\
	$(shell $(name) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $(name))))
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	--no-emit-index-url --no-emit-find-links
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1))) # one more than there are cores: many tests wait

.PHONY: help run test check bench conformance lock migration openapi sdk diagrams definitions graphiql

help: ## Show what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: .venv/.for-run ## Serve a demo network on PORT (8000), data below THROUGHLINE_HOME
	@$(PYTHON) -m compileall -q app
	@$(SERVICE) demo

test: .venv/.for-work ## Run every test (WORKERS=4 sets how many at once)
	@$(PYTHON) -m compileall -q app tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: .venv/.for-work ## Look for faults without running: style, types, who imports whom, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(SERVICE) openapi --check
	$(PYTHON) -m tools.definitions --check

bench: .venv/.for-work ## Measure against the raw database in one run, and print the table
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.audit_cost
	$(PYTHON) -m benchmarks.fhir_door
	$(PYTHON) -m benchmarks.graphql_door
	$(PYTHON) -m benchmarks.webhook_delay
	$(PYTHON) -m benchmarks.live

conformance: .venv/.for-work ## Hold the running service against its published contracts (needs node)
	tests/conformance/run

lock: .venv/.for-work ## Choose the newest allowed version of each dependency anew
	$(COMPILE) --upgrade pyproject.toml -o requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group dev -o requirements-dev.lock
	$(COMPILE) --upgrade tests/conformance/requirements.in -o tests/conformance/requirements.txt
	$(COMPILE) --upgrade sdk/python/requirements.in -o sdk/python/requirements.txt

migration: .venv/.for-work ## Write the migration from the tables as they are declared
	$(PYTHON) -m app.adapters.postgres.migrations.draft
	$(BIN)/ruff format --quiet app/adapters/postgres/migrations/versions

openapi: .venv/.for-work ## Write openapi/ from the code
	$(SERVICE) openapi

sdk: .venv/.made ## Make the clients in sdk/ from openapi/ (needs npm)
	sdk/generate

definitions: .venv/.for-work ## Write the FHIR R4 tables from the published definitions (needs npm)
	$(PYTHON) -m tools.definitions

graphiql: .venv/.for-work ## Write the files of GraphiQL from its packages (needs npm)
	$(PYTHON) -m tools.graphiql

diagrams: .venv/.for-run ## Write docs/state-machines.md from the tables of moves
	$(PYTHON) -c 'from app.domain.diagrams import page; print(page(), end="")' > docs/state-machines.md

.venv/.made:
	@[ -n "$(PYTHON_FOR_VENV)" ] || { echo "Python 3.11 or newer with venv and pip is needed (Debian, Ubuntu:" \
		"apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON_FOR_VENV) -m venv .venv
	@printf '#!%s\nimport sys\nsys.path.insert(0, "%s")\nfrom app.__main__ import main\nmain()\n' \
		"$(CURDIR)/$(PYTHON)" "$(CURDIR)" > $(BIN)/throughline && chmod +x $(BIN)/throughline
	@touch $@

.venv/.for-run: requirements.lock | .venv/.made
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.for-work: requirements-dev.lock | .venv/.made
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.for-run
