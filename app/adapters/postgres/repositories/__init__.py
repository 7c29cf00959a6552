"""Aggregates to rows and back, two functions side by side for each."""
