"""The rules of care coordination: standard library only, no I/O, no clock, no randomness."""
