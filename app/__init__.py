"""Throughline: one domain of care coordination with several doors."""
