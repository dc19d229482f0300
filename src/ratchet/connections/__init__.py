"""Connections to providers of language models: made and changed by people, asked by judges and others."""
