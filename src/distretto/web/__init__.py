"""The site: Django apps, one per step of the method and some that all stand on."""
