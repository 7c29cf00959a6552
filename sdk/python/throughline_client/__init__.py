"""Throughline for Python: `connecting` opens a client, `generated.api` has every operation, `answers` reads answers."""
