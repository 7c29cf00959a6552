"""What another standard says of our own nouns, made into the use cases that it means."""
