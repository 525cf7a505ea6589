"""How close together the establishments of an industry stand, from their points."""
