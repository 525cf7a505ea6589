"""One module per file format, read and write. Knows no site and no clock."""
