"""Tables of which a few rows are asked at every run, and all of them with what takes minutes (the marker `long`)."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def mostly_long(rows: Iterable[Any], *, one_in: int) -> Sequence[Any]:
    """Return the rows of a table for `parametrize`: every so many-th at every run, the others only among the long."""
    return [row if place % one_in == 0 else pytest.param(row, marks=pytest.mark.long) for place, row in enumerate(rows)]
