# Two commands are all that is needed: `make run` and `make test`. `make help` lists the others.

.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# Tests in as many processes as tests/running.py says; those of a file share what it sets up. The longest files
# first (there, too), not those with most tests, which is what xdist would do.
TOGETHER := --numprocesses auto --dist loadfile --no-loadscope-reorder
COMPILE := uv pip compile pyproject.toml --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

# The first Python that is new enough; `make run PYTHON=python3.13` chooses another.
FIND_PYTHON := for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$python"; exit 0; fi; done; \
	echo "Python 3.11 or newer is needed; this machine has $$(python3 --version 2>/dev/null || echo none)." >&2; \
	echo "Install one, or say where it is: make run PYTHON=/path/to/python3.12" >&2; exit 1

# install FILE: with uv where it is installed, else with venv and pip. A half-made environment is made anew.
define install
	@set -e; python=$$($(FIND_PYTHON)); \
	echo "Installing $(1) into $(VENV) (about a minute the first time) ..."; \
	if command -v uv >/dev/null 2>&1; then \
		$(BIN)/python -c '' 2>/dev/null || uv venv --quiet --clear --no-python-downloads --python "$$python" $(VENV); \
		uv pip install --quiet --require-hashes --python $(BIN)/python --requirement $(1); \
	else \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear $(VENV); \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1); \
	fi; \
	touch $@
endef

.PHONY: help run test suite lint types imports bench soak validate reference sample screenshots requirements clean

help: ## list what can be made
	@sed -n 's/^\([a-z][a-z]*\):[^#]*## */\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

run: $(VENV)/.run ## open the dashboard on this machine's own address (sample records unless there are others)
	@$(BIN)/python -m dashboard serve

test: lint types imports suite ## everything that CI runs

suite: $(VENV)/.test ## the tests alone
	$(BIN)/pytest $(TOGETHER)

lint: $(VENV)/.test ## style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test ## types
	$(BIN)/mypy

imports: $(VENV)/.test ## who may import whom
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.test ## speed, against plain DuckDB; written to docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.bench

soak: $(VENV)/.test ## the long campaign: malformed files and kills; written to docs/
	$(BIN)/python -m tests.soak

validate: $(VENV)/.test ## like for like against the truth of drawn records; written to docs/validation.md
	$(BIN)/python -m tests.validation.validate

reference: $(VENV)/.test ## real trials against R: make reference DIR=folder
	@test -n "$(DIR)" || { echo "Say where the reference cases are: make reference DIR=folder" >&2; exit 2; }
	$(BIN)/python -m tests.reference_trials "$(DIR)"
	$(BIN)/python -m tests.reference_weighting "$(DIR)"
	$(BIN)/python -m tests.reference_charts "$(DIR)"

sample: $(VENV)/.run ## make the sample records anew, from their seed
	$(BIN)/python -m sample_data

screenshots: $(VENV)/.test ## pictures of the pages for the documents
	$(BIN)/python -m tests.browser.screenshots

requirements: ## compile the requirements from pyproject.toml (needs uv)
	@command -v uv >/dev/null 2>&1 || { echo "uv is needed to compile the requirements." >&2; exit 1; }
	@$(call compiled,requirements.txt,Runtime,)
	@$(call compiled,tests/requirements.txt,Runtime and tests,--group test --constraint requirements.txt)

clean: ## remove the environment and the caches; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# compiled FILE WHAT OPTIONS: versions that stand in FILE are kept unless pyproject.toml rules them out;
# `make requirements UPGRADE=--upgrade` takes the newest.
define compiled
	set -e; $(COMPILE) $(UPGRADE) $(3) --output-file $(1); \
	{ echo "# $(2): compiled from pyproject.toml by \`make requirements\`. Do not edit."; cat $(1); } > $(1).new; \
	mv $(1).new $(1)
endef

$(VENV)/.run: requirements.txt
	$(call install,requirements.txt)

$(VENV)/.test: tests/requirements.txt
	$(call install,tests/requirements.txt)
