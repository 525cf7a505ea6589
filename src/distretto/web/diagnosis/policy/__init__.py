"""Who may see and change what of step 2."""
