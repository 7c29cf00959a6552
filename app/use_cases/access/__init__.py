"""Who is calling, why somebody may read something or not, and the glass that is broken in an emergency."""
