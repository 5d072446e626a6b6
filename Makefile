# Set-up is done once, and again only when what it depends on changes. EXTRAS=test,parts adds what only the
# whole check needs: a browser driver, an S3 server, a cluster.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS ?= test
SECONDS ?= 60
STAMP := .venv/.installed-$(EXTRAS)

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

run: install
	$(BIN)/yearbook run data/raw

test: install
	$(BIN)/pytest

# Kills, faults, several machines: with the real services, which EXTRAS=test,parts and the system provide.
operations: install
	YEARBOOK_OPERATIONS=1 $(BIN)/pytest tests/operations

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_clean
	$(BIN)/python -m tests.bench_extract
	$(BIN)/python -m tests.bench_read

fuzz: install
	$(BIN)/python -m tests.read.fuzz --seconds $(SECONDS)

.PHONY: install run test operations check bench fuzz
