"""Reads and writes the JSON of resources so that decimals keep their digits: 72.50 stays 72.50."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Unreadable(ValueError):
    """What came is no JSON."""


def read(raw: bytes | str) -> Any:
    """Read JSON."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"This is not JSON: {error}.") from error
    except InvalidOperation as error:
        raise Unreadable("A number is too large or too small to be written down.") from error
    except RecursionError as error:
        raise Unreadable("This is nested too deeply.") from error


def write(value: Any) -> bytes:
    """Write JSON."""
    return _ENCODER.encode(value)
