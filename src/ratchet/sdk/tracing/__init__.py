"""Tracing for applications: requests, the steps within them, what went wrong, and what people thought of it."""
