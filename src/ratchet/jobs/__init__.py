"""Durable work: what is begun is finished, also after a crash, by this replica or by another."""
