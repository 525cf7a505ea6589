"""What all steps speak of: places, clusters, datasets."""
