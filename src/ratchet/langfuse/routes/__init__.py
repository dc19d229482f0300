"""The routes of Langfuse's API, one module per noun."""
