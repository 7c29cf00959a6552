"""What is taken over from other systems: again and again, each thing known by its key there."""
