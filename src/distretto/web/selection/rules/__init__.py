"""Writes of step 1: each one named deed, checked, recorded, undoable."""
