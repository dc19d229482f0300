"""The routes under /admin/few-shot."""

from ratchet.fewshot.routes import examples, retired, settings

ROUTERS = (examples.router, settings.router, retired.router)
