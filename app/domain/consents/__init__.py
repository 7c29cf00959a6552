"""What a client allows, and the decision that follows from it."""
