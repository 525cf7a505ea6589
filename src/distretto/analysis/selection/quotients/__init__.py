"""Location quotients where cells are small: intervals, shrinkage, scores."""
