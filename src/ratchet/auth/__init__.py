"""Who asks, and what they may see: keys, and the guard in front of every route."""
