"""Who may do what in step 1."""
