"""What agencies are told at their own addresses."""
