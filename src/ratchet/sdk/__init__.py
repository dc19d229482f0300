"""What an application imports: a client of a running server, and nothing of the server itself."""
