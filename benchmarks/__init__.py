"""How fast it is, against the raw database, in one run."""
