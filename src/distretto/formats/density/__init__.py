"""Clusters of points: what is in them, their areas, their map, their files."""
