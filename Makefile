# Two commands matter to a newcomer: `make demo` and `make test`. `make check` is what CI runs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help setup demo test check format bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    fill an invented clinic and serve it; says how to sign in"
	@echo "make test    run all tests, those of the practice on SQLite and on PostgreSQL"
	@echo "make check   format, lint, types, import contracts, tests (what CI runs)"
	@echo "make bench   print the benchmark table"
	@echo "make format  format the code"
	@echo "make setup   make $(VENV) with everything a developer needs"

# Stamps keep a second call fast; a changed requirements file installs again.
$(VENV)/run.stamp: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	touch $@

setup: $(VENV)/dev.stamp

demo: $(VENV)/run.stamp
	$(BIN)/pistor demo

# The tests of the practice run on both databases; the last line is that of the second run, or says
# loudly that it was left out. CI=true makes a database that is absent a failure.
test: setup
	$(BIN)/python -m pytest
	@tests/on_postgresql.sh $(BIN)/python

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest --cov=pistor.clinical --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=100
	@tests/on_postgresql.sh $(BIN)/python

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_pages
	$(BIN)/python -m tests.bench_people
	@if address="$$($(BIN)/python -m tests.postgresql)"; then \
		PISTOR_TEST_POSTGRESQL="$$address" $(BIN)/python -m tests.bench_people; \
	else echo "not run: PostgreSQL absent"; fi

clean:
	rm -rf $(VENV) casebook-out pistor-demo build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
