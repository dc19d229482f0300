"""What calls of language models cost: by a project's own prices, else by published ones."""
