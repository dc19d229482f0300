"""The routes under /admin/few-shot."""

from ratchet.fewshot.routes import examples, retired, settings, usage

ROUTERS = (examples.router, settings.router, retired.router, usage.router)
