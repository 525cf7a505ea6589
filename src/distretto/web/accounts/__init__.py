"""People, programmes, roles, and who may."""
