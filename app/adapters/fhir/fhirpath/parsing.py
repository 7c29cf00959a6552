"""Reads a FHIRPath expression into nested values that say what is applied to what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# From the loosest to the tightest (http://hl7.org/fhirpath/N1/#operator-precedence).
LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"implies"}),
    frozenset({"or", "xor"}),
    frozenset({"and"}),
    frozenset({"in", "contains"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"|"}),
    frozenset({"is", "as"}),
    frozenset({"+", "-", "&"}),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)|(?P<name>[$%]?[A-Za-z_]\w*)|(?P<sign><=|>=|!=|[^\w\s]))"
)
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


class Unparsable(ValueError):
    """An expression that is not in this part of FHIRPath."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value, or several."""

    values: tuple[str | int | Decimal | bool, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A value from around: `$this`, `%resource`."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """The members of a name, of what is before it."""

    before: "Node | None"
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function, applied to what is before it."""

    before: "Node | None"
    name: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two expressions; the right one of `is` and `as` is a step that names a type."""

    sign: str
    left: "Node"
    right: "Node"


Node = Literal | Variable | Step | Call | Operation


def parse(expression: str) -> Node:
    """Read an expression."""
    reader = _Reader(list(_tokens(expression)))
    node = reader.level(0)
    if not reader.ended:
        raise Unparsable(f"{expression}: something is left over.")
    return node


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    place, text = 0, expression.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise Unparsable(f"{expression}: cannot be read from character {place}.")
        place = found.end()
        yield found.lastgroup, found[found.lastgroup]


class _Reader:
    """Reads tokens one after another."""

    __slots__ = ("_place", "_tokens")

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def ended(self) -> bool:
        return self._place >= len(self._tokens)

    def level(self, level: int) -> Node:
        """Read an expression of this level of precedence."""
        if level == len(LEVELS):
            return self._path()
        node = self.level(level + 1)
        while not self.ended and self._tokens[self._place][1] in LEVELS[level]:
            node = Operation(self._next()[1], node, self.level(level + 1))
        return node

    def _path(self) -> Node:
        node = self._term()
        while self._skip("."):
            node = self._member(node)
        return node

    def _term(self) -> Node:
        kind, word = self._tokens[self._place] if not self.ended else ("", "")
        if kind == "name" and word not in {"true", "false"} and word[0] not in "$%":
            return self._member(None)
        self._next()
        if word == "(":
            return self._closed(self.level(0), ")")
        if word == "{":
            return self._closed(Literal(()), "}")
        if kind == "text":
            return Literal((_ESCAPED.sub(_unescaped, word[1:-1]),))
        if kind == "number":
            return Literal((Decimal(word) if "." in word else int(word),))
        return Variable(word) if word[0] in "$%" else Literal((word == "true",))

    def _member(self, before: Node | None) -> Node:
        kind, name = self._next()
        if kind != "name":
            raise Unparsable(f"{name} is no name.")
        if not self._skip("("):
            return Step(before, name)
        arguments: list[Node] = []
        while not self._skip(")"):
            arguments.append(self.level(0))
            self._skip(",")
        return Call(before, name, tuple(arguments))

    def _closed(self, node: Node, sign: str) -> Node:
        if not self._skip(sign):
            raise Unparsable(f"{sign} is missing.")
        return node

    def _skip(self, sign: str) -> bool:
        if self.ended or self._tokens[self._place] != ("sign", sign):
            return False
        self._place += 1
        return True

    def _next(self) -> tuple[str, str]:
        if self.ended:
            raise Unparsable("The expression ends too early.")
        self._place += 1
        return self._tokens[self._place - 1]


def _unescaped(found: re.Match[str]) -> str:
    what = found[1]
    return chr(int(what[1:], 16)) if what[0] == "u" and len(what) > 1 else _ESCAPES.get(what, what)
