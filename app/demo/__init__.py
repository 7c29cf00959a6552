"""A demo network that the service builds for itself: generated people, real use cases."""
