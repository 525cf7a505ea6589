"""What is read of step 2."""
