"""Taking over what another Langfuse-compatible server keeps, through its public API."""
