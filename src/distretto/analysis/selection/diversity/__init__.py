"""How one-sided or varied the mix of industries of a region is."""
