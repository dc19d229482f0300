"""The routes under /admin/alerts."""

from ratchet.alerts.routes import channels, checks, firings, notifications, rules, silences, trials

ROUTERS = (
    trials.router,
    rules.router,
    checks.router,
    firings.router,
    silences.router,
    channels.router,
    notifications.router,
)
