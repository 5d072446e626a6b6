# Set-up is done once, and again only when what it depends on changes.
PYTHON ?= python3
BIN := .venv/bin
SECONDS ?= 60

install: .venv/.installed

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

run: install
	$(BIN)/yearbook run data/raw

test: install
	$(BIN)/pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_clean
	$(BIN)/python -m tests.bench_read

fuzz: install
	$(BIN)/python -m tests.read.fuzz --seconds $(SECONDS)

.PHONY: install run test check bench fuzz
