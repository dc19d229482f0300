"""Persona: how well answers keep to what an application's prompt tells its model to be."""
