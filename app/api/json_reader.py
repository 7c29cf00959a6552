"""The one reader of JSON for all doors, because a lenient parser lets two readers of one text see two meanings."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from json.decoder import JSONDecodeError
from math import isfinite

from app.domain.errors import Fault, Invalid

Json = object  # text, int, float (or Decimal), bool, None, list of Json, dict of Json

MAX_DEPTH = 64
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1
INT64_DIGITS = 20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


def read_json(body: bytes, *, exact_decimals: bool = False) -> Json:
    """Read one JSON text (RFC 8259), strictly; `Invalid` names the place of what is wrong.

    Refused: other encodings than UTF-8, a byte order mark, NUL and lone surrogates, names given twice, more than
    64 levels, numbers that are not finite, integers beyond 64 bits. `exact_decimals` keeps 72.50 as Decimal("72.50").
    """
    text = _decode(body)
    if _too_deep(body):
        raise _refused("", f"Nested deeper than {MAX_DEPTH} levels.")
    reading = _Reading(exact_decimals=exact_decimals)
    value = reading.parse(text)
    if reading.flawed or "\\u" in text:
        for pointer, message in _flaws(value, ""):
            raise _refused(pointer, message)
    return value


class _Flaw:
    """Stands in the tree where something is wrong, so that its place can be told afterwards."""

    __slots__ = ("message", "name")

    def __init__(self, message: str, name: str = "") -> None:
        self.message = message
        self.name = name


class _Reading:
    """One parse with the C scanner; whatever it lets through too kindly becomes a flaw in the tree."""

    __slots__ = ("_read_decimal", "flawed")

    def __init__(self, *, exact_decimals: bool) -> None:
        self.flawed = False
        self._read_decimal: Callable[[str], Json] = Decimal if exact_decimals else float

    def parse(self, text: str) -> Json:
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._integer,
            parse_float=self._decimal,
            parse_constant=self._constant,
        )
        try:
            value: Json = decoder.decode(text)
        except JSONDecodeError as error:
            place = f"line {error.lineno}, column {error.colno}"
            raise _refused("", f"Not JSON at {place}: {error.msg}.") from None
        except RecursionError:
            raise _refused("", f"Nested deeper than {MAX_DEPTH} levels.") from None
        return value

    def _flaw(self, message: str, name: str = "") -> _Flaw:
        self.flawed = True
        return _Flaw(message, name)

    def _object(self, pairs: list[tuple[str, Json]]) -> Json:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        return self._flaw("Given twice.", twice)

    def _integer(self, digits: str) -> Json:
        if len(digits) <= INT64_DIGITS and INT64_MIN <= (value := int(digits)) <= INT64_MAX:
            return value
        return self._flaw("An integer beyond 64 bits.")

    def _decimal(self, digits: str) -> Json:
        if isfinite(float(digits)):
            return self._read_decimal(digits)
        return self._flaw("A number too large.")

    def _constant(self, name: str) -> Json:
        return self._flaw(f"{name} is not a JSON number.")


def _decode(body: bytes) -> str:
    if not body.strip():
        raise _refused("", "The body is empty; JSON is expected.")
    if body.startswith(BYTE_ORDER_MARK):
        raise _refused("", "A byte order mark is not allowed.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused("", f"Not UTF-8 at byte {error.start}.") from None


def _too_deep(body: bytes) -> bool:
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    nest = _STRING.sub(b"", body).translate(_SQUARE, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        shallower = nest.replace(b"[]", b"")  # one level less at each turn, at the speed of C
        if len(shallower) == len(nest):
            return False
        nest = shallower
    return bool(nest)


def _flaws(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Flaw):
        yield (f"{pointer}/{_escaped(value.name)}" if value.name else pointer), value.message
    elif isinstance(value, str):
        if _UNSPEAKABLE.search(value):
            yield pointer, "NUL and lone surrogates are not allowed in text."
    elif isinstance(value, dict):
        for name, member in value.items():
            if _UNSPEAKABLE.search(name):
                yield pointer, "NUL and lone surrogates are not allowed in names."
            yield from _flaws(member, f"{pointer}/{_escaped(name)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _flaws(item, f"{pointer}/{index}")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _refused(pointer: str, message: str) -> Invalid:
    return Invalid("json.refused", message, faults=(Fault(pointer=pointer, message=message),))
