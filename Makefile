# `make demo` shows the product, `make test` tests it; both set up what they need first, quickly when it is there.
PYTHON ?= python3
PORT ?= 8710
DATA ?= build/data-sets
BIN := .venv/bin
TSC := web/node_modules/.bin/tsc
WEB_TESTS = $(wildcard tests/web/*.test.js tests/web/*.test.mjs)

.PHONY: demo test lint format setup setup-demo lock docs bench wheel clean

demo: setup-demo
	@$(BIN)/call-monitor demo --port $(PORT)

test: setup
	@$(BIN)/python -m pytest
	@$(if $(WEB_TESTS),node --test $(WEB_TESTS),true)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(if $(wildcard web/tsconfig.json),$(TSC) --noEmit --project web,true)

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

setup:
	@$(PYTHON) scripts/setup.py test

setup-demo:
	@$(PYTHON) scripts/setup.py demo

# Exact versions for every platform, after pyproject.toml or web/package.json has changed.
lock:
	@sh scripts/lock.sh

# The file of thresholds and the page of settings, after a settings struct has changed.
docs:
	@$(BIN)/python -m scripts.thresholds_file
	@$(BIN)/python -m scripts.settings_page

# Measures on a folder of data sets: make bench DATA=/path/to/data
bench: setup
	@$(BIN)/python -m benchmarks.pipeline --data $(DATA)

wheel: setup
	@$(BIN)/python -m hatchling build --target wheel

clean:
	rm -rf build dist .venv web/node_modules
