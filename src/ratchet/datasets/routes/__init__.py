"""The routes under /admin/datasets, for people and their scripts."""

from ratchet.datasets.routes import additions, datasets, imports, items, versions

# A name may hold slashes, so the routes that end in a word of ours are asked first.
ROUTERS = (imports.router, additions.router, versions.router, items.router, datasets.router)
