"""What a survey found, as tables for people and for programs."""
