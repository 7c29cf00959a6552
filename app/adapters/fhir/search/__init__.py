"""Finds resources by what they say: which parameters there are, what a resource answers to them."""
