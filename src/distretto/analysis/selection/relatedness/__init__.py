"""How near industries are to each other, and what a region could come to make next."""
