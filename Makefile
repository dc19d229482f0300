# Two commands: `make demo` and `make test`. Each sets up what it needs, on a machine that has only Python, make and
# a package index, and is quick when run again.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := $(UV) run --no-sync
READY := .venv/ready
WORKERS ?= 2
# Trust what the machine trusts: a company's proxy has a certificate of its own.
export UV_SYSTEM_CERTS := 1

.PHONY: demo test lint types contracts unit test-slow format clean

demo: $(READY)
	$(RUN) ratchet demo $(ARGS)

test: lint types contracts unit

lint: $(READY)
	$(RUN) ruff check
	$(RUN) ruff format --check

types: $(READY)
	$(RUN) pyright

contracts: $(READY)
	$(RUN) lint-imports

unit: $(READY)
	$(RUN) pytest -n $(WORKERS) -m "not slow"

# kill -9; CHAOS_ROUNDS says how often (10 unless set, 3 in CI).
test-slow: $(READY)
	$(RUN) pytest -m slow

format: $(READY)
	$(RUN) ruff check --fix
	$(RUN) ruff format

clean:
	rm -rf .venv .tools dist

$(READY): pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --quiet
	@touch $@

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv
