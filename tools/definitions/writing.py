"""Writes values as Python source, one row to a line and the same bytes for the same values."""

import json
from collections.abc import Iterable


def quoted(text: str) -> str:
    """Write a string in double quotes; what JSON escapes, Python escapes alike."""
    return json.dumps(text, ensure_ascii=False)


def row(cells: Iterable[str]) -> str:
    """Write a tuple of strings."""
    written = [quoted(cell) for cell in cells]
    return f"({', '.join(written)}{',' * (len(written) == 1)})"


def rows(of: Iterable[Iterable[str]], indent: str) -> str:
    """Write a tuple of tuples of strings."""
    return "(\n" + "".join(f"{indent}    {row(each)},\n" for each in of) + f"{indent})"
