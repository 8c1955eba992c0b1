# Two commands are enough on a machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR := .treatykg

.PHONY: demo test check bench clean

demo: $(VENV)/.ready
	@$(BIN)/treatykg --home $(HOME_DIR) demo --out out

test: $(VENV)/.ready
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --no-loadscope-reorder

check: $(VENV)/.ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.ready
	@$(BIN)/python -m tests.benchmarks

$(VENV)/.ready: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "treatykg needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	@echo "setting up $(VENV) (a minute or two the first time)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e ".[fast,neo4j-local,parquet]" --group dev
	@touch $@

clean:
	rm -rf $(VENV) $(HOME_DIR) out dist
