"""Media: announced, sent and fetched through addresses that carry their own permission, and kept once each."""
