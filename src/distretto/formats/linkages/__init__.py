"""Linkages as files: edge lists, matrices, graphs for other programs, results."""
