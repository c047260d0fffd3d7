# Every target sets up what it needs: a Python of 3.10 or later, git and make are enough.
#
#   make demo      newslint on an article full of faults
#   make test      the tests
#   make test-pytest8  those of the pytest plugin, on the oldest pytest that it supports
#   make test-gx-floor  those of Great Expectations, on the oldest versions that the extra gx takes
#   make test-pandera-floor  those of pandera, on the oldest versions that the extra pandera takes
#   make sanitize  the compiled scanner's tests, with the compiler's checks of memory and arithmetic
#   make coverage  the tests again, with the branches they take in this process
#   make lint      formatting, types, layers, rules
#   make bench     the benchmarks, about five minutes
#   make evaluate  the scores on the news data beside the checkout, where there is any
#   make formats   what the readers find in real documents beside the checkout, where there are any
#   make clean     removes the virtual environment and what the tools left

PYTHON ?= python3
VENV   ?= .venv
SHARED ?= ../shared
BENCH_MB ?= 100
TEST_ARGS ?= -n auto --dist worksteal

BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --quiet --disable-pip-version-check
SCANNER := hatch_build.py $(wildcard native/*)
DEMO := fixtures/faulty/ferry-strike.txt

# Tests start newslint hundreds of times, which without compiled modules takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo environments test test-pytest8 test-gx-floor test-pandera-floor sanitize coverage lint generate bench evaluate seed formats clean

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("newslint needs Python 3.10 or later; this is %d.%d. Say which: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Creating a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make virtual environments (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml $(SCANNER) | $(BIN)/python
	@echo "Installing newslint"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(SCANNER) | $(BIN)/python
	@echo "Installing newslint and what its tests and linters need"
	@$(PIP) install --editable '.[dev]' 'pip>=22.3'
	@touch $@ $(VENV)/.installed

# The environments beside the main one use its pip, and compile what they import, not what they install.
define ENVIRONMENT
	@$(PYTHON) -m venv --without-pip $(@D)
	@$(PIP) --python $(@D)/bin/python install --no-compile --editable .
endef

PYTEST8 := 'pytest==8.0.*' pytest-xdist hypothesis

$(VENV)-pytest8/.installed: pyproject.toml Makefile | $(VENV)/.installed-dev
	@echo "Installing newslint beside pytest 8"
	$(ENVIRONMENT) $(PYTEST8)
	@touch $@

environments: $(VENV)-pytest8/.installed $(VENV)-gx-floor/.installed $(VENV)-pandera-floor/.installed $(VENV)/share/junit-10.xsd

# The schema of the xUnit plugin of Jenkins, which is what there is of a standard for JUnit reports: pytest's source carries it.
$(VENV)/share/junit-10.xsd: | $(BIN)/python
	@mkdir -p $(@D)
	@$(PIP) download --no-deps --no-binary pytest --dest $(@D) pytest==8.4.2
	@tar -xzf $(@D)/pytest-8.4.2.tar.gz -C $(@D) --strip-components=3 pytest-8.4.2/testing/example_scripts/junit-10.xsd

# The article is faulty on purpose, so `check` has to end with 1: any other status fails the target.
demo: $(VENV)/.installed
	@echo '$$ newslint check $(DEMO)'
	@$(BIN)/newslint check --isolated --format full $(DEMO); status=$$?; \
	if [ $$status -ne 1 ]; then echo "demo: expected exit status 1 (findings), got $$status" >&2; exit 1; fi
	@echo
	@echo "These findings are what the demo is for: $(DEMO) was written with these faults in it."
	@echo "newslint ended with exit status 1, as it does whenever it has something to report."
	@echo "Next: newslint explain RULE tells why a rule exists; newslint rules list shows them all (both in $(BIN))."

test: $(VENV)/.installed-dev $(VENV)/share/junit-10.xsd
	@$(BIN)/python -m pytest $(TEST_ARGS)

# The project's own settings are for pytest 9: pytest 8 does not read them.
test-pytest8: $(VENV)-pytest8/.installed
	@$(VENV)-pytest8/bin/python -m pytest $(TEST_ARGS) --import-mode=importlib -W error tests/unit/pytest_plugin

# They are the floors that pyproject.toml states.
GX_FLOOR := great-expectations==1.7.1 pandas==2.1.4 pyarrow==17.0.0 'numpy<2'

$(VENV)-gx-floor/.installed: pyproject.toml Makefile | $(VENV)/.installed-dev
	@echo "Installing newslint and $(GX_FLOOR)"
	$(ENVIRONMENT) hypothesis pytest $(GX_FLOOR)
	@touch $@

# The project's own settings make errors of warnings, which old versions give for reasons of their own.
test-gx-floor: $(VENV)-gx-floor/.installed
	@$(VENV)-gx-floor/bin/python -m pytest -q -c /dev/null --rootdir=. --import-mode=importlib tests/acceptance/test_great_expectations.py

PANDERA_FLOOR := 'pandera[polars]==0.31.0' polars==1.20.0 pandas==2.2.3 pyarrow==17.0.0

$(VENV)-pandera-floor/.installed: pyproject.toml Makefile | $(VENV)/.installed-dev
	@echo "Installing newslint and $(PANDERA_FLOOR)"
	$(ENVIRONMENT) hypothesis pytest $(PANDERA_FLOOR)
	@touch $@

test-pandera-floor: $(VENV)-pandera-floor/.installed
	@$(VENV)-pandera-floor/bin/python -m pytest -q -c /dev/null --rootdir=. --import-mode=importlib tests/unit/integrations/test_pandera_checks.py

# A process with the sanitized module in the place of the installed one.  Python keeps what it allocated until it ends, so leaks are
# not looked for.
sanitize: $(VENV)/.installed-dev
	@mkdir -p build/sanitized
	@$(CC) -std=c11 -Wall -Wextra -Werror -O1 -g -fPIC -shared -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	  -I"$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')" native/*.c -o build/sanitized/_compiled.abi3.so
	@LD_PRELOAD="$$($(CC) -print-file-name=libasan.so) $$($(CC) -print-file-name=libubsan.so)" ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc \
	  NEWSLINT_TEST_COMPILED=build/sanitized/_compiled.abi3.so $(BIN)/python -m pytest -q -p no:cacheprovider tests/unit/compiled \
	  tests/unit/text/test_words.py

# Newslint's own processes are not measured: tests of its start-up see what a start-up imports, and that would be coverage, too.
coverage: $(VENV)/.installed-dev $(VENV)/share/junit-10.xsd
	@$(BIN)/python -m pytest $(TEST_ARGS) --cov --cov-report=term:skip-covered tests/unit

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

formats: $(VENV)/.installed-dev
	@if [ -e $(SHARED)/data/dev/formats.tar.gz ]; then \
	  $(BIN)/python tools/formats.py $(SHARED)/data/dev; \
	else echo "formats: no documents in $(SHARED)/data/dev"; fi

clean:
	rm -rf $(VENV) $(VENV)-pytest8 $(VENV)-gx-floor $(VENV)-pandera-floor build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f newslint/_compiled.*so newslint/_compiled.pyd
	find newslint tests benchmarks tools examples -name __pycache__ -prune -exec rm -rf {} +
