"""Persona audits on demand, and how a conversation's turns keep to a persona."""
