"""Searching traces, reading one piece by piece, and views of lists that people keep."""

from ratchet.traces.routes import one, search, views

ROUTERS = (search.router, one.router, views.router)
