"""Every write of step 2."""
