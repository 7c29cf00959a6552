"""What a client needs and wants, what was agreed about it, and how it goes."""
