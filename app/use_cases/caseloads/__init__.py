"""Whose clients are whose, and how they come into other hands."""
