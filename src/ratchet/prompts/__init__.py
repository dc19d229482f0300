"""Prompts: their versions, the labels that point to them, and how one is put together from others."""
