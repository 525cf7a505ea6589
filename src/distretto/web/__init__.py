"""The site: Django apps, one per step of the method and a few that all steps stand on."""
