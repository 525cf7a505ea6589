"""What localisation of industries says: in words, as data, as a page."""
