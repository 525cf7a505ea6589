"""What all steps speak of: firms and institutions, however their names are written."""
