"""Work that somebody leaves to the worker: records taken out, and resources taken out and in by the thousand."""
