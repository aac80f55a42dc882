# Every target sets up what it needs: on a fresh machine, `make run` or `make test` is enough.

.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
CORES := $(shell n=$$(getconf _NPROCESSORS_ONLN || echo 1); echo $$((n < 8 ? n : 8)))
WORKERS := --dist worksteal --numprocesses
PIP := $(BIN)/pip install --disable-pip-version-check --require-hashes --progress-bar off
# Counts the packages while pip works, and shows what pip said if it fails.
COUNT := awk '/^Collecting/ { printf "\r  %d packages", ++n; fflush() } \
	/^pip ended with / { print ""; if ($$4) print log_; exit $$4 } { log_ = substr(log_ "\n" $$0, length(log_) - 3000) }'
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

# Tests start many processes, which otherwise compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test quick check faults strings bench readme image teams-playground format docs pins clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/dev  ## install everything for development into .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dragoman needs Python 3.11 or newer; call make with PYTHON=python3.x"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python has no venv here; on Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing Dragoman's packages into .venv, once: this takes a minute."
	@{ $(PIP) -r requirements.txt 2>&1; echo "pip ended with $$?"; } | $(COUNT)
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages for development into .venv, once: this takes two minutes."
	@{ $(PIP) -r requirements-dev.txt 2>&1; echo "pip ended with $$?"; } | $(COUNT)
	@touch $@ .venv/run

run: .venv/run  ## run the bot: Slack and Teams if they are set up, else the playground (OPEN=1: in the browser)
	@$(BIN)/python -m bot $(if $(OPEN),--open)

test: install  ## run all tests, with one worker more than cores: browsers, databases and processes are waited for
	$(BIN)/python -m pytest $(WORKERS) $$(($(CORES) + 1))

quick: install  ## run the tests without browser, server, database or process, in about a minute
	$(BIN)/python -m pytest $(WORKERS) $(CORES) --hypothesis-profile=quick \
		-m 'not (browser or server or database or process or faults)'

check: install  ## run what CI runs: lint, types, import contracts, content gates, all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot content check
	$(MAKE) test

faults: install  ## deliver a thousand daily terms while everything fails, and test ten times the examples
	$(BIN)/python -m pytest tests/faults tests/bench -m faults -s
	$(BIN)/python -m pytest $(WORKERS) $(CORES) --hypothesis-profile=thorough -m hypothesis

strings: install  ## try the search strings on invented profiles: recall and precision by role and site
	$(BIN)/python -m tests.content.strings

bench: install  ## measure on this machine: HTTP, lookup, scan, start-up, delivery, Teams, files, documents
	$(BIN)/python -m tests.bench

readme: install  ## follow the README in an empty root, with the time of each step (needs root and debootstrap)
	$(BIN)/python -m tests.launch readme

image: install  ## build the container image and try it: read-only, not as root (needs root, podman and buildah)
	$(BIN)/python -m tests.launch image

teams-playground: .venv/run tests/bot/teams/node/node_modules  ## run the bot in Microsoft 365 Agents Playground (needs Node 20)
	@$(BIN)/python -m tests.bot.teams.agents_playground

tests/bot/teams/node/node_modules: tests/bot/teams/node/package-lock.json
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

format: install  ## fix what ruff can fix, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/run  ## write the generated tables of README.md and docs/
	$(BIN)/python -m docs.generate

pins:  ## compile requirements*.txt from pyproject.toml (needs uv)
	$(COMPILE) --extra kit -o requirements.txt
	$(COMPILE) --extra kit --group dev -c requirements.txt -o requirements-dev.txt

clean:  ## delete .venv, builds and caches
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
