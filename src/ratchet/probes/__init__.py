"""Probes: questions that are put to a target on a schedule, whoever else asks or does not."""
