"""Storage in PostgreSQL: engine, statements, transactions, outbox and the embedded server."""
