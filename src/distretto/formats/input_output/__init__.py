"""Input-output tables as they are published, as linkages of a table's industries."""
