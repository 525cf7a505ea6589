"""Samples of firms: how many of each kind, which, and what they stand for."""
