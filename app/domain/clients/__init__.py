"""The client served: names, contact, identifiers, likely duplicates."""
