"""What programs want to be told of as it happens, by topic, and how far each has been told."""
