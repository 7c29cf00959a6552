"""What the system can do: plain async functions of a Context, by concept; what every call passes stands beside them."""
