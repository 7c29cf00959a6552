"""How the built-in templates write their words: English, the original, and Spanish."""

from app.domain.assessments.words import Words


def both(english: str, spanish: str) -> Words:
    """Say it in both languages."""
    return Words((("en", english), ("es", spanish)))
