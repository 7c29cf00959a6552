"""What the system can do: plain async functions of a Context."""
