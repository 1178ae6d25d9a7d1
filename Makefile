# Needs Python 3.11 or newer, git and make. Everything else is fetched into .venv, pinned by the lock files.
.NOTPARALLEL:
.PHONY: help demo test quick lint types contracts pytest coverage format bench lock page install install-dev clean
.DEFAULT_GOAL := help

# Output is UTF-8 whatever the locale says (LC_ALL=C alone would keep Python from that, file names included).
export PYTHONUTF8 := 1
unexport LC_ALL
# What a shell puts on the path for other work must not shadow what the lock files pin.
unexport PYTHONPATH PYTHONHOME

python := .venv/bin/python
checked := src/stackways $(wildcard tests bench)
# $(call timed,name,command): runs the command under a heading and says how long it took.
timed = @printf '\n== %s\n' '$(1)'; began=$$(date +%s); $(2) && printf '== %s: %s s\n' '$(1)' $$(($$(date +%s) - began))

help:
	@echo 'make demo       from nothing to an answer on real data: a local Neo4j, the catalogue, a question'
	@echo 'make test       lint, types, import contracts and every test (PYTEST="-k word" narrows it)'
	@echo 'make quick      lint, types, import contracts and the quick unit tests, in about a minute'
	@echo 'make bench      times every question against a bare round trip'
	@echo 'make coverage   the tests again, with the lines they miss'
	@echo 'make format     formats the code and mends what ruff can mend'
	@echo 'make page       builds the web page again where its sources changed (demo and test do so, too)'
	@echo 'make lock       resolves the lock files again (UPGRADE=1: to the newest versions)'
	@echo 'make clean      removes .venv and what the tools left; the data of the local Neo4j stays'

demo: install
	@.venv/bin/stackways demo

test: lint types contracts pytest

# What a change is checked with before each commit: nothing here starts a database or a browser.
quick: lint types contracts
	@printf '\n== quick tests\n'
	@$(python) -m pytest -q -n 2 tests/unit/test_words.py tests/unit/test_rules_*.py tests/unit/test_cli_pages.py tests/unit/test_reading_*.py tests/unit/test_awards_parts.py

lint: install-dev
	$(call timed,lint,$(python) -m ruff check . && $(python) -m ruff format --check .)

types: install-dev
	$(call timed,types,$(python) -m mypy $(checked))
	$(call timed,types of the page,$(python) scripts/build-page check)

contracts: install-dev
	$(call timed,import contracts,.venv/bin/lint-imports --no-logo)

# Two processes, each with a Neo4j of its own; a named server (STACKWAYS_TEST_NEO4J_URI) holds one catalogue at a time.
side_by_side := $(if $(STACKWAYS_TEST_NEO4J_URI),,-n 2 --dist loadfile --no-loadscope-reorder)

# Last, with nothing after it: pytest's closing line is the result.
pytest: install-dev
	$(call timed,what makes Neo4j start quickly,$(python) -m tests.quick_start)
	@printf '\n== tests\n'
	@$(python) -m pytest $(side_by_side) $(PYTEST)

coverage: install-dev
	$(python) -m coverage run -m pytest $(PYTEST)
	$(python) -m coverage combine -q
	$(python) -m coverage report

format: install-dev
	$(python) -m ruff check --fix-only -q .
	$(python) -m ruff format .

bench: install-dev
	$(python) -m bench $(BENCH)
	$(python) -m bench.awards

# The locks hold for Linux and macOS on every processor; the second is the first and more, the third is of a tool with needs of its own.
compile = .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)
lock: install
	$(python) -m pip install -q uv
	$(compile) --group build -o requirements.lock
	$(compile) --group build --group dev -c requirements.lock -o requirements-dev.lock
	$(subst pyproject.toml,tests/clients/requirements.in,$(compile)) -o tests/clients/requirements.lock

install:
	@scripts/setup requirements.lock
	@$(python) scripts/build-page

install-dev:
	@scripts/setup requirements.lock requirements-dev.lock
	@$(python) scripts/build-page

page: install

clean:
	rm -rf .venv api/static build dist web/made web/node_modules .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
