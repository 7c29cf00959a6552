"""A client's record as a whole: taken out, held, forgotten."""
