"""Writes about people, programmes and tokens."""
