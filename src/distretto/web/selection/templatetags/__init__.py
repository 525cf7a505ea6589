"""What templates of the selection can say."""
