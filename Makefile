# Everything a fresh machine needs is made here: a virtual environment, its packages, and servers in temporary folders.
# PYTHON: the interpreter for the environment. The embedded PostgreSQL wants 3.9; with 3.8 a PostgreSQL must be installed.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.10 python3.9 python3 python3.8; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test test-matrix lint format bench docs clean

demo: $(VENV)/.ready
	$(BIN)/pg-summary demo $(DEMO)

test: $(VENV)/.ready
	$(BIN)/python -m pytest $(TESTS)

# PostgreSQL 12 to 18 and Python 3.8 to 3.13, as far as they can be had here; MATRIX='--quick "PostgreSQL 12"' for some.
test-matrix: $(VENV)/.ready
	$(BIN)/python tests/matrix $(MATRIX)

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python docs/generate.py --check

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks $(BENCH)

docs: $(VENV)/.ready
	$(BIN)/python docs/generate.py

$(VENV)/.ready: pyproject.toml
	test -n "$(PYTHON)" || { echo "No Python 3.8 or later with venv and pip was found; name one: make PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo,test,lint]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
