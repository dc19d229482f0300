"""Traces as people look for them: by what happened, to whom, and with which words."""
