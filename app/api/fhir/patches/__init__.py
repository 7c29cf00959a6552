"""The three ways to say what shall change in a resource; each takes one and returns another."""
