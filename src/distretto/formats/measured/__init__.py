"""Tables of measures as words, files and pages."""
