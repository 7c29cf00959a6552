"""How long what is known of a client is kept, how it is handed out whole, and how it is forgotten."""
