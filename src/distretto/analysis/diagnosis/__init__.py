"""Step 2: why the cluster performs as it does, and what can be done jointly."""
