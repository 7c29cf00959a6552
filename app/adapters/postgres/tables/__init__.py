"""Tables declared with SQLModel, and only that: rows never leave the adapter."""
