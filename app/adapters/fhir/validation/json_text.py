"""Reads and writes the JSON of resources so that numbers stay as they were written: 72.50 stays 72.50, 1e-7 so too."""

from decimal import Decimal, InvalidOperation
from typing import Any, Self

import msgspec

_SMALL = ("0.000000", "-0.000000")
"""How numbers begin for which Python would write an exponent."""


class Numeral(Decimal):
    """A decimal that is written otherwise than Python would write it."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Remember how it was written."""
        numeral = super().__new__(cls, text)
        numeral.text = text
        return numeral


class Unreadable(ValueError):
    """What came is no JSON."""


def read_number(text: str) -> Decimal:
    """Read a number that is no whole one."""
    own_way = "e" in text or "E" in text or text.startswith(_SMALL)
    return Numeral(text) if own_way else Decimal(text)


def _written(value: Any) -> msgspec.Raw:
    if isinstance(value, Numeral):
        return msgspec.Raw(value.text.encode())
    raise TypeError(f"JSON has no {type(value).__name__}.")


_DECODER = msgspec.json.Decoder(float_hook=read_number)
_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_written)


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
