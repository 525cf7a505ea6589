"""Shapes of what is asked on the pages of the register."""
