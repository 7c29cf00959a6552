"""What happened with a client, in order, each entry for those who may read what it tells of."""
