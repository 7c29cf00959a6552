"""Writes to the types that the domain owns: each becomes use cases of the domain."""
