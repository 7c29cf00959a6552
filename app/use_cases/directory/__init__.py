"""What agencies offer, and where."""
