"""What is done with the audit log: searched, sealed, examined, and held against what was signed of it."""
