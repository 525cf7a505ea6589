"""Reads of step 1 across tables."""
