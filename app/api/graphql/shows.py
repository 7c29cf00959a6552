"""How things are told: what is picked from answers for each, and what is loaded beside that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Protocol

from graphql import FieldNode, GraphQLField

from app.api.graphql.graph import Change
from app.api.graphql.nouns import Edge, Member, Noun
from app.api.graphql.selections import Fields

Path = tuple[Any, ...]  # of keys and places, the innermost first: (key, (place, (key, ())))


class Running(Protocol):
    """One execution of a plan, as its parts know it."""

    @property
    def viewer(self) -> Mapping[str, Any]:
        """Who asks."""
        ...

    def later(self, load: "Load", value: Mapping[str, Any], out: dict[str, Any], path: Path) -> None:
        """Load something for an object, and show it in what is told of that."""
        ...


Pick = Callable[[Any, Path, Running], Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A member that is told as it is."""

    source: str

    def __call__(self, value: Any, _path: Path, _run: Running) -> Any:
        """Pick it."""
        return value[self.source]


@dataclass(slots=True, eq=False)
class Show:
    """How an object is told: what is picked from what is known of it, and what is loaded beside that.

    A page tells the same leaves of many things: they are picked by one call each, and what is more than that is put in
    its place.
    """

    picks: list[tuple[str, Pick]] = field(default_factory=list)
    loads: list["Load"] = field(default_factory=list)
    _told: tuple[Callable[[Any], dict[str, Any]], list[tuple[str, Pick]]] | None = None

    def tell(self, value: Any, path: Path, run: Running) -> dict[str, Any]:
        """Return what is told of a value now; what is to be loaded comes later, in its place."""
        leaves, others = self._told or self._ready()
        out = leaves(value)
        for key, pick in others:
            out[key] = pick(value, (key, path), run)
        for load in self.loads:
            run.later(load, value, out, path)
        return out

    def _ready(self) -> tuple[Callable[[Any], dict[str, Any]], list[tuple[str, Pick]]]:
        keys = [key for key, _ in self.picks]
        sources = [pick.source if isinstance(pick, Leaf) else None for _, pick in self.picks]
        others = [(key, pick) for key, pick in self.picks if not isinstance(pick, Leaf)]
        self._told = (_leaves(keys, sources), others)
        return self._told


@dataclass(slots=True, eq=False)
class Query(Show):
    """How the root of a query is told; `schema` is what it asks of the graph itself.

    `alone` when all of it is one read that leads to no other.
    """

    schema: Fields = field(default_factory=dict)
    alone: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class Load:
    """What an edge leads to, and how it is told: under a key, or (None) together with what it completes.

    Without an edge it leads to what an id names: that of its argument, or of the member `source`.
    """

    key: str | None
    edge: Edge | None
    node: FieldNode | None = None
    definition: GraphQLField | None = None
    counts: bool = False
    placed: bool = False
    ended: bool = False
    source: str | None = None
    show: Show = field(default_factory=Show)
    shows: Callable[[Noun], Show] | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Act:
    """One mutation of a document: what is done, and how its result is told."""

    key: str
    node: FieldNode
    definition: GraphQLField
    change: Change
    payload: Show
    problem: Show


def constant(told: object) -> Pick:
    """Tell the same of everything."""
    return lambda _value, _path, _run: told


NOTHING = constant(None)


def _leaves(keys: list[str], sources: list[str | None]) -> Callable[[Any], dict[str, Any]]:
    """Return what picks some sources under keys; whatever stands where there is no source is to be replaced."""
    known = [source for source in sources if source is not None]
    if not known:
        return lambda _value: dict.fromkeys(keys)
    if len(keys) == 1:
        [key], [source] = keys, known
        return lambda value: {key: value[source]}
    picked = itemgetter(*[source or known[0] for source in sources])
    return lambda value: dict(zip(keys, picked(value), strict=True))


def turned(member: Member) -> Pick:
    """Tell a member in the words of the graph."""
    source, turn = member.source, member.turn
    assert turn is not None  # noqa: S101  asked by the caller
    return lambda value, _path, _run: None if (told := value[source]) is None else turn(told)


def one(source: str, show: Show) -> Pick:
    """Tell a part of a thing."""
    return lambda value, path, run: None if (inner := value[source]) is None else show.tell(inner, path, run)


def each_of(source: str, show: Show) -> Pick:
    """Tell the parts of a thing."""

    def pick(value: Any, path: Path, run: Running) -> list[Any] | None:
        if (inner := value[source]) is None:
            return None
        return [show.tell(each, (place, path), run) for place, each in enumerate(inner)]

    return pick
