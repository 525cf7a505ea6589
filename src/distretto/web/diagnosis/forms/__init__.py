"""Shapes of what is asked in step 2."""
