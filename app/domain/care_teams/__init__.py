"""Who works together for a client, across agencies, and since when."""
