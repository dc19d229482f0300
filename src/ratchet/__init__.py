"""Ratchet: the quality loop for LLM applications."""
