# Every target does its own set-up: on a fresh machine `make demo` is enough. `make help` lists them.

BIN := .venv/bin
RUN := .venv/.built-run
DEV := .venv/.built-dev
LOCKED := requirements/base.txt requirements/build.txt
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --output-file

.DEFAULT_GOAL := help
.PHONY: help install demo test check format messages bench lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

install: $(RUN)  ## Build the private environment .venv; .venv/bin/loa then works

demo: $(RUN)  ## Start the system with a sample province and stay until Ctrl-C (ARGS=--check visits every page instead)
	@tools/install-system-packages ocr
	$(BIN)/loa demo $(ARGS)

test: $(DEV)  ## Run all tests (ARGS="-k quota" narrows them), those of the database on PostgreSQL once more
	@tools/install-system-packages tests
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)
	LOA_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(DEV)  ## Run every static check: lint, format, types, directions of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV)  ## Put code into the one format and mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(DEV)  ## Bring the translations of every room up to its strings
	$(BIN)/python tools/collect-messages

bench: $(DEV)  ## Run the benchmarks and print their ratios (ARGS=--quick for smaller series)
	@tools/install-system-packages fonts-liberation2
	@for program in bench/*.py; do $(BIN)/python "$$program" $(ARGS) || exit 1; done

lock: $(DEV)  ## Renew requirements/*.txt from *.in (ARGS=--upgrade takes the newest versions)
	$(COMPILE) requirements/base.txt requirements/base.in $(ARGS)
	$(COMPILE) requirements/build.txt requirements/build.in $(ARGS)
	$(COMPILE) requirements/dev.txt requirements/dev.in -c requirements/base.txt -c requirements/build.txt $(ARGS)

clean:  ## Remove the environment and everything made by running
	rm -rf .venv build dist demo loa-demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(RUN): $(LOCKED) pyproject.toml tools/build-environment
	@tools/build-environment run

$(DEV): $(LOCKED) requirements/dev.txt pyproject.toml tools/build-environment
	@tools/build-environment dev
