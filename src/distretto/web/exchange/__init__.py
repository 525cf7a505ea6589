"""The door: the JSON interface."""
