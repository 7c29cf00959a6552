"""Where aggregates are kept, one protocol for each, in the core's words."""
