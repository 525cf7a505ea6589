"""Step 1: where the clusters are, and which to assist."""
