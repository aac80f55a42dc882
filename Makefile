# Every target does its own set-up: on a fresh machine `make run` or `make test` is enough.

PYTHON ?= python3
BIN := .venv/bin
WORKERS := --numprocesses auto --maxprocesses 8 --dist worksteal
QUIETLY := --quiet --disable-pip-version-check --require-hashes

.PHONY: install run test quick check faults bench teams-playground format pins clean

install: .venv/dev  ## everything that developing needs

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dragoman needs Python 3.11 or newer; call make with PYTHON=python3.x"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/pip install $(QUIETLY) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install $(QUIETLY) -r requirements-dev.txt
	@touch $@ .venv/run

run: .venv/run  ## the bot in this terminal: Slack when tokens are set, else the playground
	@$(BIN)/python -m bot

test: install  ## all tests, a worker for each core
	$(BIN)/python -m pytest $(WORKERS)

quick: install  ## in under a minute: no browser, server, database or process, and fewer examples
	$(BIN)/python -m pytest $(WORKERS) --hypothesis-profile=quick \
		-m 'not (browser or server or database or process or faults)'

check: install  ## what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot content check
	$(MAKE) test

faults: install  ## a thousand tips on each database while everything fails, and ten times the examples
	$(BIN)/python -m pytest tests/faults -m faults -s
	$(BIN)/python -m pytest $(WORKERS) --hypothesis-profile=thorough -m hypothesis

bench: install  ## measure on this machine: the wire, lookup, start-up, delivery, Teams
	$(BIN)/python -m tests.bench

teams-playground: .venv/run tests/bot/teams/node/node_modules  ## the bot in Microsoft 365 Agents Playground (needs Node 20)
	@$(BIN)/python -m tests.bot.teams.agents_playground

tests/bot/teams/node/node_modules: tests/bot/teams/node/package-lock.json
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pins: ## compile requirements*.txt afresh from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
