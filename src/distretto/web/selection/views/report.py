"""The selection report, and the letters, as files."""

KINDS: tuple[tuple[str, str], ...] = ()
