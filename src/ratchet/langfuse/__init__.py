"""Langfuse's API, spoken on top of ours: its routes, its shapes, its words."""
