"""Lists of firms or institutions, with any column names, read row by row."""
