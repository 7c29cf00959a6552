"""The OAuth door, /oauth."""
