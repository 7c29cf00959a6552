"""Endpoints that hear of events, and when a failed delivery is tried again."""
