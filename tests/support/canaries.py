"""Words that must stay where they were written: marked, so that they are known again wherever they come out."""

MARK = "kestrelq"


def canary(words: str) -> str:
    """Mark words about somebody."""
    return f"{words} {MARK}"
