"""Step 2: the survey, the linkages and the diagnostic study of a cluster."""
