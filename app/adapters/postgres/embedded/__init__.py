"""The zero-setup PostgreSQL: found, initialised, started, watched and stopped by the service itself."""
