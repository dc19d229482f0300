"""Text: words, sentences, overlap, duplicates, and what must not be kept."""
