"""Language models: asking them, and keeping the keys to them."""
