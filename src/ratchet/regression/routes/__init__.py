"""The routes under /admin/regression."""

from ratchet.regression.routes import runs, tests

ROUTERS = (tests.router, runs.router)
