"""Hot spots of regions: their map, and the files that need shapes."""
