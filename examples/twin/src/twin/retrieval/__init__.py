"""Finding what a twin has written about something."""
