"""What agencies do with the records of the people they serve, and what happened with them."""
