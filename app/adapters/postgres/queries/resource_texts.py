"""Pieces of the statements of searches: their parameters, and what is asked of every resource that they touch.

A search is text put together from pieces: each has as many alternatives, chains and inclusions as its asker wrote.
Whatever an asker wrote goes in as a parameter.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select
from sqlalchemy.dialects import postgresql

from app.adapters.postgres.queries.access import clients_in_sight
from app.adapters.postgres.queries.resource_access import (
    may_read_resource,
    shown,
    shown_face,
    within_sight,
)
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.resources import ResourceRow

_NAMED = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
_R = table_of(ResourceRow).alias("asked_of")
_FROM = "\nFROM resources AS asked_of"
_ASKERS = {"network": "uuid", "agency": "uuid", "network_wide": "boolean", "at": "timestamptz"}
_ASKER = re.compile(rf"(?<!:):({'|'.join(_ASKERS)})\b")
_LOCAL = r"'^[A-Za-z]+/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'"
_LAST, _BEFORE_SURROGATES, _AFTER_SURROGATES = 0x10FFFF, 0xD7FF, 0xE000
_TOLD = ("type", "id", "version", "updated_at", "deleted", "client_id", "agency_id", "sensitivity")


def _text(column: Callable[[FromClause], ColumnElement[Any]]) -> str:
    """Write an expression over the resource `asked_of` as text."""
    text = _written(select(column(_R)).select_from(_R))
    return text.removeprefix("SELECT ").rpartition(_FROM)[0].rpartition(" AS ")[0]


def _written(chosen: Select[Any]) -> str:
    """Write a statement as text; what is fixed in it is written out."""
    compiled = chosen.compile(dialect=_NAMED)
    text = str(compiled)
    for name, value in compiled.params.items():
        if name not in _ASKERS:
            text = re.sub(rf"(?<!:):{name}\b", _literal(value), text)
    return text


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


_MAY_READ = _text(lambda resource: may_read_resource(resource).label("seen"))
_FACE = _text(lambda resource: shown_face(resource).label("face"))
_CONTENT = _text(lambda resource: shown(resource)[0])
_META = _text(lambda resource: shown(resource)[1])
_CLIENTS_SEEN = " UNION ALL ".join(map(_written, clients_in_sight()))
_SIGHT = tuple(
    _text(lambda resource, place=place: within_sight(resource)[place].label("near"))  # type: ignore[misc]
    for place in range(len(within_sight(_R)))
)
MOST_CLIENTS = 5_000


@cache
def _pieces(text: str, resource: str) -> tuple[str, ...]:
    """Take a text about a resource apart at the asker's values: every other piece names one."""
    return tuple(_ASKER.split(text.replace("asked_of.", f"{resource}.")))


class Writing:
    """A statement while it is put together."""

    __slots__ = ("_aliases", "_names", "given")

    def __init__(self) -> None:
        self._names: list[str] = []
        self._aliases = 0
        self.given: dict[str, Any] = {}

    def put(self, value: object, type_: str) -> str:
        """Give a value to the statement, and return what stands for it."""
        name = f"p{len(self.given)}"
        self.given[name] = value
        return self.named(name, type_)

    def named(self, name: str, type_: str) -> str:
        """Return what stands for a value that is given by name."""
        if name not in self._names:
            self._names.append(name)
        return f"${self._names.index(name) + 1}::{type_}"

    @property
    def network(self) -> str:
        """Stand for the network."""
        return self.named("network", "uuid")

    def alias(self) -> str:
        """Return a name that no other table of the statement has."""
        self._aliases += 1
        return f"t{self._aliases}"

    def statement(self, sql: str) -> Statement:
        """Return the statement."""
        return Statement.text(sql, *self._names)

    def _of(self, text: str, resource: str) -> str:
        pieces = enumerate(_pieces(text, resource))
        return "".join(self.named(piece, _ASKERS[piece]) if place % 2 else piece for place, piece in pieces)

    def seen(self, resource: str) -> str:
        """Write whether a search of the asker may touch a resource: it reads it, and it is neither hidden nor gone."""
        return f"NOT {resource}.hidden AND {self.read(resource)}"

    def read(self, resource: str) -> str:
        """Write whether the asker reads a resource that is not gone."""
        return f"NOT {resource}.deleted AND ({self._of(_MAY_READ, resource)})"

    def gone(self, resource: str) -> str:
        """Write whether a resource is gone that the asker could read."""
        return f"{resource}.deleted AND NOT {resource}.hidden AND ({self._of(_MAY_READ, resource)})"

    def face(self, resource: str) -> str:
        """Write which face of a resource the asker is shown."""
        return f"({self._of(_FACE, resource)})"

    def told(self, term: str, resource: str) -> str:
        """Write whether a term is of a face of the resource that the asker is shown."""
        return f"({term}.face = 0 OR {term}.face = {self._of(_FACE, resource)})"

    def columns(self, resource: str) -> str:
        """Write what is told of a resource."""
        faces = (f"{self._of(_CONTENT, resource)} AS content", f"{self._of(_META, resource)} AS meta")
        return ", ".join([*(f"{resource}.{name}" for name in _TOLD), *faces])

    def clients_seen(self, most: int | None) -> str:
        """Write the clients of whom the asker's agency may read what others wrote, at most one more than `most`."""
        return self._of(_CLIENTS_SEEN, "") + ("" if most is None else f" LIMIT {most + 1}")

    def in_sight(self, type_: str, most_clients: int | None) -> str:
        """Write the ids of the resources of a type among which is all that the asker's agency may read."""
        told, client, near = self.alias(), self.alias(), self.alias()
        of_type = f"network_id = {self.network} AND {{0}}.type = {quoted(type_)}"
        of_clients = (
            f"SELECT {told}.id FROM ({self.clients_seen(most_clients)}) {client} CROSS JOIN LATERAL ("  # noqa: S608
            f"SELECT id FROM resources {near} WHERE {near}.{of_type.format(near)}"
            f" AND {near}.client_id = {client}.id OFFSET 0) {told}"
        )
        others = (
            f"SELECT {near}.id FROM resources {near}"  # noqa: S608
            f" WHERE {near}.{of_type.format(near)} AND {self._of(text, near)}"
            for text in _SIGHT
        )
        return " UNION ALL ".join((of_clients, *others))

    def resource(self, alias: str, type_: str, id_: str) -> str:
        """Write the condition that joins a resource of a type."""
        return f"{alias}.network_id = {self.network} AND {alias}.type = {quoted(type_)} AND {alias}.id = {id_}"

    def where_resource(self, alias: str, type_: str, id_: str, conditions: str) -> str:
        """Write the join with a resource that fulfils conditions, looked up by its id for each row as it is read."""
        return (
            f" CROSS JOIN LATERAL (SELECT 1 FROM resources {alias} WHERE {self.resource(alias, type_, id_)}"  # noqa: S608
            f" AND {conditions} OFFSET 0) {alias}_is"
        )


def quoted(name: str) -> str:
    """Write the name of a type or of a parameter, which this service made, into a statement."""
    return "'" + name.replace("'", "''") + "'"


def id_in(value: str) -> str:
    """Write the id that a reference to a resource of ours ends with; null for every other reference."""
    return f"CASE WHEN {value} ~ {_LOCAL} THEN split_part({value}, '/', 2)::uuid END"


def end_of(beginning: str) -> str:
    """Return the first text that is after all which begin so, as bytes are compared."""
    head, last = beginning[:-1], ord(beginning[-1])
    if last == _LAST:
        return end_of(head) if head else chr(last)
    return head + chr(_AFTER_SURROGATES if last == _BEFORE_SURROGATES else last + 1)
