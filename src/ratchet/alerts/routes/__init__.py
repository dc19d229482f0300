"""The routes under /admin/alerts."""

from ratchet.alerts.routes import checks, firings, rules, silences, trials

ROUTERS = (trials.router, rules.router, checks.router, firings.router, silences.router)
