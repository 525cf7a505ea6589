"""Pages of step 1: each finds what may be touched, calls one rule, shows."""
