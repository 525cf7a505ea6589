# What people type. `make run` and `make test` set up all that they need.
PYTHON ?= $(shell sh scripts/find-python)
BIN := .venv/bin

.PHONY: run test check fix bench docs lock messages clean

run: .venv/.run-installed  ## serve the worked example on 127.0.0.1:8000
	@$(BIN)/distretto serve --example

test: .venv/.dev-installed  ## all that CI runs
	@sh scripts/run-tests

check: .venv/.dev-installed  ## formatting, lint, types, import contracts; no tests
	@sh scripts/run-checks

fix: .venv/.dev-installed  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev-installed  ## the headline figures, side by side with a peer
	@for script in benchmarks/bench_*.py; do $(BIN)/python $$script || exit 1; done

lock:  ## compile the pinned sets; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra web pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra web --extra dev -c requirements/run.txt pyproject.toml \
	  -o requirements/dev.txt

messages: .venv/.dev-installed  ## collect the sentences of all floors into the catalogues; needs gettext
	@sh scripts/update-messages

clean:  ## remove the environment; the data under var/ stays
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run-installed: .venv/bin/python requirements/run.txt pyproject.toml
	@echo "Installing Distretto (once, about a minute) ..."
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.dev-installed: .venv/bin/python requirements/dev.txt pyproject.toml
	@echo "Installing Distretto and the tools of its tests (once) ..."
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@ .venv/.run-installed
