"""Meetings with clients: when and where they are, and how they came out."""
