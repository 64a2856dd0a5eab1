# Makes everything that a fresh machine needs: a virtual environment, its packages, and servers in temporary folders.
# PYTHON: the interpreter for the environment. The embedded PostgreSQL needs 3.9; with 3.8 a PostgreSQL must be installed.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.10 python3.9 python3 python3.8; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test test-slow test-all test-matrix lint format bench docs web web-lint web-test web-bench web-pictures clean

# For the full size, which takes minutes longer: make demo DEMO='--scale 1'.
demo: $(if $(wildcard $(VENV)/.ready),$(VENV)/.ready,$(VENV)/.demo)
	@$(BIN)/pg-summary demo $(DEMO)

# All tests except the slow ones, in two processes with a server each; TESTS=tests/sql selects, PYTEST='-n 0 -x' sets options.
JOBS ?= 2
PYTEST_PARALLEL = $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(PYTEST)

test: $(VENV)/.ready
	$(PYTEST_PARALLEL) -m "not slow" $(TESTS)

test-slow: $(VENV)/.ready
	$(PYTEST_PARALLEL) -m slow $(TESTS)

test-all: test test-slow

# PostgreSQL 12 to 18 and Python 3.8 to 3.13, as far as they are available; MATRIX='--quick "PostgreSQL 12"' selects.
test-matrix: $(VENV)/.ready
	$(BIN)/python tests/matrix $(MATRIX)

lint: $(VENV)/.ready web-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python docs/generate.py --check

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@test ! -e web/node_modules/.ready || (cd web && npm run --silent format)

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks $(BENCH)

docs: $(VENV)/.ready
	$(BIN)/python docs/generate.py

# Builds the dashboard from web/ into pg_summary/dashboard/, which is in the repository: only changing it needs node.
web: web/node_modules/.ready
	cd web && npm run --silent build

# Its linter, formatter and type checker (for the types in comments).
web-lint:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/node_modules/.ready || \
	{ echo "NOT CHECKED: the dashboard's style and types, as npm or its packages can't be had here" >&2; exit 0; } && \
	cd web && npm run --silent lint

# Its unit tests, and whether the kept build matches its sources; says so if that can't be checked.
web-test:
	@command -v npm >/dev/null && $(MAKE) --no-print-directory web/node_modules/.ready || \
	{ echo "NOT CHECKED: the dashboard's unit tests and build, as npm or its packages can't be had here" >&2; exit 0; } && \
	cd web && npm run --silent test && npm run --silent build -- --outDir ../build/dashboard --logLevel warn && \
	diff -r ../build/dashboard ../pg_summary/dashboard || { echo "a unit test of the dashboard failed, or what is kept is not what its sources make (make web)" >&2; exit 1; }

web-bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks.web $(BENCH)

# The pictures of the dashboard in docs/.
web-pictures: $(VENV)/.ready
	$(BIN)/python docs/pictures.py

web/node_modules/.ready: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

# The tour needs less than all the rest, and uses what is installed.
$(VENV)/.demo: pyproject.toml
	$(call make_environment,demo)

$(VENV)/.ready: pyproject.toml
	$(call make_environment,demo$(comma)test$(comma)lint)
	@touch $(VENV)/.demo

# An environment contains the file .unfinished until it is complete: if that was interrupted, it is thrown away and made
# again. An environment in which pip does not run, and that has no such mark, is put aside.
comma := ,
define make_environment
	@test -n "$(PYTHON)" || { echo "There is no Python 3.8 or later with venv and pip here; name one: make PYTHON=..." >&2; exit 1; }
	@if test -e $(VENV)/.unfinished; then echo "$(VENV) was not finished: making it again"; \
	rm -rf $(VENV).unfinished && mv $(VENV) $(VENV).unfinished && rm -rf $(VENV).unfinished; fi
	@if test -e $(VENV)/pyvenv.cfg && ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	echo "pip does not run in $(VENV), which is now $(VENV).broken: making it again"; \
	rm -rf $(VENV).broken && mv $(VENV) $(VENV).broken; fi
	@echo "Making the environment $(VENV) for $(1): up to two minutes, once."
	@if test -e $(VENV)/.ready || test -e $(VENV)/.demo; then touch $(VENV)/.unfinished && rm -f $(VENV)/.ready $(VENV)/.demo; \
	elif test -z "$$(ls -A $(VENV) 2>/dev/null)"; then mkdir -p $(VENV) && touch $(VENV)/.unfinished; fi
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install $(PIP_QUIET) --upgrade pip
	@$(BIN)/python -m pip install $(PIP_QUIET) --editable '.[$(1)]'
	@rm -f $(VENV)/.unfinished
	@touch $@
endef
# Prints errors but no warnings: one of those is about every index that lacks a package.
PIP_QUIET := -qq --disable-pip-version-check

clean:
	rm -rf $(VENV) $(VENV).unfinished $(VENV).broken web/node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
