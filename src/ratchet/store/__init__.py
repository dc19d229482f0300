"""Where everything is kept: events that grow with traffic, records that people configure."""
