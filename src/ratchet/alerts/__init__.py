"""Alerts: rules that tell when production slips, and not when it only seems to."""
