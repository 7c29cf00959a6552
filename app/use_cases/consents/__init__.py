"""What clients allow, who may speak for them, and what goes out without it."""
