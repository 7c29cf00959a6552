"""Finds the places in a resource that a path of FHIRPath names: the part of the language that a patch may use.

Names of elements (a choice by its name alone, or with `ofType(Quantity)`), `[n]`, `first()`, `last()`,
`extension('url')`, and `where(…)` with `=` and `!=` joined by `and`. Anything else is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LONGEST = 500
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>`[^`]+`|[A-Za-z_]\w*)|(?P<number>-?\d+(?:\.\d+)?)|'(?P<text>(?:[^'\\]|\\.)*)'
    |(?P<sign>!=|[.()\[\]=]))""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


class NotPatchable(ValueError):
    """The path is none, or uses what is not supported in patches."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place: the object or array that holds it, and under what; the resource itself has no holder."""

    value: Any
    holder: Any = None
    key: str | int | None = None
    parent: "Spot | None" = None


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a path."""

    kind: str
    text: str


def locate(resource: dict[str, Any], path: str) -> list[Spot]:
    """Return every place that a path names."""
    if len(path) > LONGEST:
        raise NotPatchable(f"a path has at most {LONGEST} characters.")
    reader = _Reader(_tokens(path))
    spots = _from(Spot(resource), reader, of_resource=True)
    if reader.place != len(reader.tokens):
        raise NotPatchable("the path has something after its end.")
    return spots


def _tokens(path: str) -> list[Token]:
    tokens, place = [], 0
    path = path.strip()
    while place < len(path):
        match = _TOKEN.match(path, place)
        if match is None:
            raise NotPatchable("the path is not FHIRPath as patches use it.")
        kind = str(match.lastgroup)
        tokens.append(Token(kind, match[kind].strip("`") if kind == "name" else match[kind]))
        place = match.end()
    return tokens


@dataclass(slots=True)
class _Reader:
    tokens: list[Token]
    place: int = 0

    def peek(self, text: str) -> bool:
        if self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        return token.kind != "text" and token.text == text

    def accept(self, text: str) -> bool:
        found = self.peek(text)
        self.place += found
        return found

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise NotPatchable(f"the path lacks {text}.")

    def take(self, *kinds: str) -> Token:
        if self.place >= len(self.tokens) or self.tokens[self.place].kind not in kinds:
            raise NotPatchable("the path is not FHIRPath as patches use it.")
        self.place += 1
        return self.tokens[self.place - 1]


def _from(start: Spot, reader: _Reader, *, of_resource: bool) -> list[Spot]:
    name = reader.take("name").text
    if of_resource and isinstance(start.value, dict) and name == start.value.get("resourceType"):
        spots = [start]
    else:
        spots = _step([start], name, reader)
    return _on(spots, reader)


def _on(spots: list[Spot], reader: _Reader) -> list[Spot]:
    while True:
        if reader.accept("["):
            number = int(reader.take("number").text)
            reader.expect("]")
            spots = spots[number : number + 1] if number >= 0 else []
        elif reader.accept("."):
            spots = _step(spots, reader.take("name").text, reader)
        else:
            return spots


def _step(spots: list[Spot], name: str, reader: _Reader) -> list[Spot]:
    if reader.accept("("):
        found = _called(spots, name, reader)
        reader.expect(")")
        return found
    return [child for spot in spots for child in children(spot, name)]


def children(spot: Spot, name: str) -> Iterator[Spot]:
    """Return the places under a name, one for each item of a list; `value` finds `valueQuantity`."""
    if not isinstance(spot.value, dict):
        return
    for key in _keys(spot.value, name):
        value = spot.value[key]
        if isinstance(value, list):
            yield from (Spot(item, value, index, spot) for index, item in enumerate(value))
        else:
            yield Spot(value, spot.value, key, spot)


def _keys(members: dict[str, Any], name: str) -> list[str]:
    if name in members:
        return [name]
    return [key for key in members if key.startswith(name) and key[len(name) :] in CHOICES]


CHOICES = {
    *("Address", "Age", "Annotation", "Attachment", "Base64Binary", "Boolean", "Canonical", "Code", "CodeableConcept"),
    *("Coding", "ContactPoint", "Count", "Date", "DateTime", "Decimal", "Distance", "Dosage", "Duration", "HumanName"),
    *("Id", "Identifier", "Instant", "Integer", "Markdown", "Meta", "Money", "Oid", "Period", "PositiveInt"),
    *("Quantity", "Range", "Ratio", "Reference", "SampledData", "Signature", "String", "Time", "Timing"),
    *("UnsignedInt", "Uri", "Url", "Uuid"),
}


def _called(spots: list[Spot], name: str, reader: _Reader) -> list[Spot]:
    if name == "first":
        return spots[:1]
    if name == "last":
        return spots[-1:]
    if name == "ofType":
        wanted = reader.take("name").text
        return [spot for spot in spots if str(spot.key).lower().endswith(wanted.lower())]
    if name == "extension":
        url = _unescaped(reader.take("text").text)
        return [e for spot in spots for e in children(spot, "extension") if _member(e, "url") == url]
    if name == "where":
        return _where(spots, reader)
    raise NotPatchable(f"{name}() is not supported in patches.")


def _member(spot: Spot, name: str) -> Any:
    return spot.value.get(name) if isinstance(spot.value, dict) else None


def _where(spots: list[Spot], reader: _Reader) -> list[Spot]:
    start, end, kept = reader.place, reader.place, []
    for spot in spots or [Spot({})]:
        reader.place = start
        if _holds(spot, reader):
            kept.append(spot)
        end = reader.place
    reader.place = end
    return kept if spots else []


def _holds(spot: Spot, reader: _Reader) -> bool:
    holds = _compared(spot, reader)
    while reader.accept("and"):
        holds = _compared(spot, reader) and holds
    return holds


def _compared(spot: Spot, reader: _Reader) -> bool:
    values = [found.value for found in _from(spot, reader, of_resource=False)]
    sign = reader.take("sign").text
    if sign not in ("=", "!="):
        raise NotPatchable("where() compares with = or !=.")
    wanted = _literal(reader.take("text", "number", "name"))
    same = len(values) == 1 and isinstance(values[0], bool) == isinstance(wanted, bool) and values[0] == wanted
    return same if sign == "=" else bool(values) and not same


def _literal(token: Token) -> Any:
    if token.kind == "text":
        return _unescaped(token.text)
    if token.kind == "number":
        return Decimal(token.text)
    if token.text in ("true", "false"):
        return token.text == "true"
    raise NotPatchable("where() compares with a text, a number, true or false.")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)
