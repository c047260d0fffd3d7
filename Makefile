# Every target sets up what it needs: a Python of 3.10 or later, git and make are enough.
#
#   make demo      newslint on an article full of faults
#   make test      the tests
#   make lint      formatting, types, layers, rules
#   make bench     the benchmarks, about five minutes
#   make evaluate  the scores on the news data beside the checkout, where there is any
#   make clean     removes the virtual environment and what the tools left

PYTHON ?= python3
VENV   ?= .venv
SHARED ?= ../shared
BENCH_MB ?= 100
TEST_ARGS ?= -n auto

BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO := fixtures/faulty/ferry-strike.txt

.DEFAULT_GOAL := help
.PHONY: help demo test lint generate bench evaluate seed clean

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("newslint needs Python 3.10 or later; this is %d.%d. Say which: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Creating a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing newslint"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing newslint and what its tests and linters need"
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# The article is faulty on purpose, so `check` has to end with 1: any other status fails the target.
demo: $(VENV)/.installed
	@echo '$$ newslint check $(DEMO)'
	@$(BIN)/newslint check --isolated --format full $(DEMO); status=$$?; \
	if [ $$status -ne 1 ]; then echo "demo: expected exit status 1 (findings), got $$status" >&2; exit 1; fi
	@echo
	@echo "These findings are what the demo is for: $(DEMO) was written with these faults in it."
	@echo "newslint ended with exit status 1, as it does whenever it has something to report."
	@echo "Next: newslint explain RULE tells why a rule exists; newslint rules list shows them all (both in $(BIN))."

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest $(TEST_ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/newslint rules test
	$(BIN)/newslint rules lint
	$(BIN)/python tools/generated.py --check

# What stands in the tree and is written by the program: the schemas, the README's output.
generate: $(VENV)/.installed-dev
	$(BIN)/python tools/generated.py

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/run.py --size-mb $(BENCH_MB)

evaluate: $(VENV)/.installed-dev
	@if [ -e $(SHARED)/tools/evaluate.py ]; then \
	  $(BIN)/python $(SHARED)/tools/evaluate.py --newslint $(abspath $(BIN))/newslint; \
	else echo "evaluate: no evaluation data in $(SHARED)"; fi

seed: $(VENV)/.installed-dev
	@if [ -e $(SHARED)/seed/article.txt ]; then \
	  $(BIN)/python tools/seed.py $(SHARED)/seed/article.txt; \
	else echo "seed: no seed article in $(SHARED)"; fi

clean:
	rm -rf $(VENV) build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
