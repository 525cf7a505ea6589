"""How concentrated industries are in space, by regions."""
