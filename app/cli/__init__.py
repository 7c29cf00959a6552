"""The command line: every way to prepare, start and look at the service."""
