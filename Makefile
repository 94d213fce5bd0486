# Everything starts here and needs only Python >= 3.11 and make: Node comes from pip, the database is a file.
#   make run [PORT=8000] [HOST=0.0.0.0] [DATA=var] [DEMO=1]     serve in production mode
#   make test [ARGS="tests/unit -k clock"]                      every check and every test
# An environment elsewhere: make VENV=/path/to/venv …

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
HOST ?= 0.0.0.0
DATA ?= var
DEMO ?= 1
OUT ?= shots
ONLY ?=
ARGS ?=

.DEFAULT_GOAL := run

BIN := $(abspath $(VENV))/bin
# The environment's own Node must win over an older one of the system.
export PATH := $(BIN):$(PATH)
export SCHOOLAPP_DATA ?= $(DATA)
export SCHOOLAPP_DEMO ?= $(DEMO)
export PIP_DISABLE_PIP_VERSION_CHECK := 1


help:
	@sed -n '1,4p' Makefile; grep -hE '^[a-z]+:' Makefile | cut -d: -f1 | sort | tr '\n' ' '; echo

.PHONY: help run dev test lint format js browser bench shots migrate demo lock icons clean

run: $(VENV)/.run
	@exec $(BIN)/python -m schoolapp.serve --host $(HOST) --port $(PORT)

# The pages at localhost:3000, reloaded when a source changes.
dev: export SCHOOLAPP_ORIGINS ?= http://localhost:3000
dev: $(VENV)/.run migrate demo
	DEV_SERVER=http://localhost:$(PORT) REFLEX_USE_NPM=1 \
	  $(BIN)/python -m reflex run --frontend-port 3000 --backend-port $(PORT)

test: lint js
	$(BIN)/python -m tools.browser
	$(BIN)/python -m pytest -n 3 $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

js: $(VENV)/.dev tests/js/node_modules/.package-lock.json
	cd tests/js && $(BIN)/node --import ./resolve.mjs --test

tests/js/node_modules/.package-lock.json: tests/js/package-lock.json $(VENV)/.dev
	cd tests/js && $(BIN)/npm ci --silent --no-audit --no-fund
	@touch $@

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(ONLY)

shots: $(VENV)/.dev
	$(BIN)/python -m tools.shots $(OUT) '$(or $(ONLY),*)'

migrate: $(VENV)/.run
	$(BIN)/python -m schoolapp.migrate

demo: $(VENV)/.run migrate
	$(BIN)/python -m schoolapp.demo

lock: $(VENV)/.dev
	$(BIN)/python tools/lock.py

icons: $(VENV)/.run
	$(BIN)/python -m tools.icons

clean:
	rm -rf .web .states .pytest_cache .ruff_cache .hypothesis

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1). Another one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "This Python cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@
