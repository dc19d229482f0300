"""The server: one process that takes traces, keeps them and answers about them."""
