# The words of the house. `make run` and `make test` need python3 (3.11 or newer), git and make, and nothing else.
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: help run test check format bench model soak lock clean setup

help: ## Show these words
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: ## Set everything up and serve the demo marketplace on this machine
	@scripts/setup.sh requirements.lock
	@exec $(PY) -m gobetween demo

setup: ## Set up what development needs
	@scripts/setup.sh requirements-dev.lock

test: setup ## Set everything up and run the tests
	@CHROMIUM="$$(scripts/browser.sh || true)"; export CHROMIUM; exec $(PY) -m pytest $(ARGS)

check: setup ## Style, types, layers
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

format: setup ## Put the code into its style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup ## Measure beside the peers
	@exec $(PY) -m bench

model: setup ## Learn the second opinion of the content policy anew
	@exec $(PY) -m bench.policy.train $(ARGS)

soak: setup ## Kill processes under load and count what is left
	@exec $(PY) -m tests.faults.soak $(ARGS)

lock: setup ## Pin the dependencies of pyproject.toml anew
	@scripts/lock.sh

clean: ## Remove what was set up; the state of the demo stays
	rm -rf .venv .cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
