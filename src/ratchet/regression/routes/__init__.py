"""The routes under /admin/regression."""

from ratchet.regression.routes import baselines, comparisons, runs, tests

ROUTERS = (tests.router, runs.router, baselines.router, comparisons.router)
