"""The routes under /admin/alerts."""

from ratchet.alerts.routes import backtests, checks, firings, rules, silences

ROUTERS = (backtests.router, rules.router, checks.router, firings.router, silences.router)
