"""Forms of step 1: the shape of what people enter, nothing more."""
