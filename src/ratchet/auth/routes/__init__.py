"""Signing in, and the keys and projects that people make."""

from ratchet.auth.routes import keys, projects, sign_in

ROUTERS = (sign_in.router, keys.router, projects.router)
