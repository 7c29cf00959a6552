"""Plans of subscriptions: what is followed, and how each event of it is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import FieldNode, GraphQLField, SelectionNode

from app.api.graphql.live_events import LIVE_EVENT
from app.api.graphql.plans import Compiler
from app.api.graphql.selections import inner_of
from app.api.graphql.shows import Pick, Show


@dataclass(slots=True, eq=False, kw_only=True)
class Follow:
    """A subscription: what is followed, and how each event of it is told; `reads` when that is more than the log."""

    key: str
    node: FieldNode
    definition: GraphQLField
    show: Show
    reads: bool


class SubscriptionCompiler(Compiler):
    """Compiles what a subscription follows."""

    def subscription(self, nodes: Iterable[SelectionNode]) -> Follow:
        """Compile its one field, which nobody can skip."""
        [(key, found)] = self._selections.collected("Subscription", nodes).items()
        definition = self._definition("Subscription", found[0].name.value)
        show = self._live_event(inner_of(found))
        return Follow(key=key, node=found[0], definition=definition, show=show, reads=self._reads > 0)

    def _live_event(self, nodes: list[SelectionNode]) -> Show:
        show = Show()
        for key, found in self._selections.collected(LIVE_EVENT, nodes).items():
            name = found[0].name.value
            if name == "event":
                show.picks.append((key, self._event(found)))
            elif name == "subject":
                show.picks.append((key, _said(None)))
                show.loads.append(self._anything(key, found, source="subject"))
            else:
                show.picks.append((key, _said(LIVE_EVENT) if name == "__typename" else _cursor))
        return show

    def _event(self, found: list[FieldNode]) -> Pick:
        assert self._graph.live is not None  # noqa: S101  the document is valid
        noun = self._graph.live.noun
        show = self._object(noun, noun.models[0], self._selections.collected(noun.name, inner_of(found)))
        return lambda value, path, run: show.tell(value["event"], path, run)


def _said(told: object) -> Pick:
    return lambda _value, _path, _run: told


def _cursor(value: dict[str, str], _path: object, _run: object) -> str:
    return value["cursor"]
