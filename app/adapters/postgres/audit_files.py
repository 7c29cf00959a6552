"""An exported log: one entry on a line, with its place, its hash and its codes, so that no database is needed."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec

from app.adapters.postgres.records import canonical, leaf
from app.domain.audit.examination import Entry, Line
from app.domain.identity import NetworkId
from app.ports.audit import LogKeys


class Unreadable(ValueError):
    """The file is no exported log."""


MALFORMED = (msgspec.DecodeError, ValueError, KeyError, TypeError, AttributeError, OverflowError)


class _Written(msgspec.Struct):
    entry: dict[str, Any]
    leaf: str
    mac: str
    place: str
    seq: int


def written(seq: int, place: bytes, entry: dict[str, Any], noted: bytes, mac: bytes) -> bytes:
    """Write an entry: its `leaf` is SHA-256 of a zero byte and of the bytes of `entry` as they stand there."""
    beside = {"leaf": noted.hex(), "mac": mac.hex(), "place": place.hex(), "seq": seq}
    return msgspec.json.encode({"entry": msgspec.Raw(canonical(entry)), **beside}) + b"\n"


def network_in(line: bytes) -> NetworkId:
    """Return the network of which a line tells."""
    return NetworkId(UUID(_read(line, 1).entry["network_id"]))


def read_lines(network: NetworkId, lines: Iterable[bytes], keys: LogKeys | None) -> Iterator[Line]:
    """Read a log back, line by line; raises `Unreadable` where a line is none."""
    for number, text in enumerate(lines, 1):
        read = _read(text, number)
        said, id_ = leaf(read.entry), UUID(read.entry["id"])
        sealed, mac = bytes.fromhex(read.leaf), bytes.fromhex(read.mac)
        place = keys.of_place(network, read.seq, id_, sealed).hex() if keys else None
        yield Line(
            seq=read.seq,
            id=id_,
            leaf=sealed,
            in_place=None if place is None else place == read.place,
            entry=Entry(leaf=said, noted=sealed, genuine=None if keys is None else keys.of_entry(said) == mac),
        )


def _read(text: bytes, number: int) -> _Written:
    try:
        read = msgspec.json.decode(text, type=_Written)
        UUID(read.entry["id"]), UUID(read.entry["network_id"]), bytes.fromhex(read.leaf + read.mac + read.place)
        read.seq.to_bytes(8, "big")
    except (
        msgspec.DecodeError,
        UnicodeDecodeError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
    ) as error:
        raise Unreadable(f"line {number} is not an entry of a log: {error}") from None
    return read
