"""Targets: what a regression run asks. An application's endpoint, or the traces that a release has left."""
