"""Telling people of alerts: through channels, until it has arrived or there is no use in trying."""
