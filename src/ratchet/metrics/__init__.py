"""Numbers about an application's traces, and about this server itself."""
