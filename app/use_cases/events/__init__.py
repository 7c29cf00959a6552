"""The log of events: numbered after commit, read from a cursor, followed live."""
