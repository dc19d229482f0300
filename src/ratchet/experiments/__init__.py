"""Runs as people compare them: items linked to what answered them, and read together with answers and scores."""
