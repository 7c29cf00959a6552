"""Which elements of a thing an asker is told: one table, and the one function that names what is withheld."""
