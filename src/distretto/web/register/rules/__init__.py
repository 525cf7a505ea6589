"""Every write to the register: places, clusters, datasets."""
