"""Making an answer out of a prompt: with a language model, or with none, by quoting."""
