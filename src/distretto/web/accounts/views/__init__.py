"""Pages about people, programmes and tokens."""
