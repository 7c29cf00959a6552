"""Translators from and to the Human Services Data Specification."""
