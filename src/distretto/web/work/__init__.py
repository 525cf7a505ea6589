"""Long work in the background: progress, cancelling, and what became of it."""
