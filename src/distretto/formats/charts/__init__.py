"""Charts and maps, each from one definition, for page, PNG and PDF."""
