"""How the jobs of regions and industries changed, and what the change is made of."""
