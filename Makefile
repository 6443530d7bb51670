# Every command a contributor needs. `make help` lists them.
# PYTHON=/path/to/python3 chooses the interpreter of a new .venv; CHROMIUM=/path names the browser.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo dev check lint test test-other test-long bench docs lock clean

BIN := .venv/bin
# Two workers: the smallest machine that the project promises to be tested on has two cores.
WORKERS ?= 2
AT_ONCE := -n $(WORKERS) --dist worksteal --durations=20
PYTEST := $(BIN)/python -m pytest $(AT_ONCE)
OTHER_PYTHON := 3.13

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

setup: ## make .venv from the lock, with the lineofsight command in it
	@tools/setup

demo: setup ## open the demo organisation in the browser; `make demo DEMO=--no-serve` only prepares it
	@$(BIN)/lineofsight demo $(DEMO)

dev: setup ## set up, then run the fast tests once: ready to work
	@$(PYTEST) -q --durations=0 --durations-min=2 -m "not long and not slow and not browser"
	@echo "Ready. Activate with: . .venv/bin/activate"

lint: setup ## style, types and architecture, without the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint ## style, types, architecture and the fast tests; under two minutes
	$(PYTEST) -q -m "not long and not slow and not browser"

test: lint ## all checks and all tests, browser included, on both databases and a second Python
	@tools/need-chromium >/dev/null
	@tools/postgresql true
	env -u DATABASE_URL $(PYTEST) -m "not long"
	@$(MAKE) --no-print-directory test-other

test-other: setup ## the record on PostgreSQL, and the fast tests on the newest Python supported
	@if tools/find-python $(OTHER_PYTHON) >/dev/null; then \
	    tools/setup .venv-$(OTHER_PYTHON) $(OTHER_PYTHON); \
	    python=.venv-$(OTHER_PYTHON)/bin/python; chosen="record or not slow"; \
	else \
	    echo "NOT TESTED on Python $(OTHER_PYTHON): no python$(OTHER_PYTHON) was found on the PATH or among pyenv's versions."; \
	    python=$(BIN)/python; chosen=record; \
	fi; \
	tools/postgresql $$python -m pytest -q $(AT_ONCE) -m "($$chosen) and not long and not browser"

test-long: setup ## what takes minutes: long tests, and the properties on many more examples
	env -u DATABASE_URL $(PYTEST) -m long
	POSTGRESQL_DURABLE=1 tools/postgresql $(PYTEST) -q -m "record and long" --ignore tests/long/test_restarts.py
	POSTGRESQL_DURABLE=1 tools/postgresql $(BIN)/python -m pytest -q -m long tests/long/test_restarts.py
	$(PYTEST) -q -m "not browser and not long" --hypothesis-profile=long tests/engine/test_properties.py tests/planfile

bench: setup ## the figures of the documentation: rules against planted defects, time against size
	$(BIN)/lineofsight bench rules
	$(BIN)/lineofsight bench scale

docs: setup ## write anew what the code knows of the documentation, and what its commands print
	$(BIN)/python tools/reference.py

lock: ## resolve the dependencies anew; `make lock UPGRADE=1` takes the newest
	tools/lock $(if $(UPGRADE),--upgrade)

clean: ## remove environments, caches and build results
	rm -rf .venv .venv-* build dist lineofsight-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
