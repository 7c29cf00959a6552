"""Plans: what a document selects, compiled once into what is picked from answers and what is loaded for them."""

from collections.abc import Iterable

from graphql import FieldNode, GraphQLField, GraphQLObjectType, SelectionNode
from pydantic import BaseModel

from app.api.graphql.graph import Change, Graph
from app.api.graphql.leaves import form_of
from app.api.graphql.nouns import Edge, Member, Noun
from app.api.graphql.selections import Fields, Selections, inner_of
from app.api.graphql.shows import NOTHING, Act, Leaf, Load, Pick, Query, Show, constant, each_of, one, turned
from app.api.graphql.viewer import ViewerOut
from app.api.problems import Problem


class Compiler:
    """Compiles what a document selects of a graph."""

    def __init__(self, graph: Graph, selections: Selections) -> None:
        self._graph = graph
        self._selections = selections
        self._reads = 0

    def query(self, nodes: Iterable[SelectionNode]) -> Query:
        """Compile what a query selects."""
        query, roots = Query(), self._graph.nouns.roots
        for key, found in self._selections.collected("Query", nodes).items():
            name = found[0].name.value
            if name == "viewer":
                query.picks.append((key, self._viewer(found)))
                continue
            query.picks.append((key, constant("Query" if name == "__typename" else None)))
            if name in ("node", "nodes"):
                query.loads.append(self._anything(key, found))
            elif name in roots:
                query.loads.append(self._load(key, roots[name], "Query", found))
            elif name != "__typename":
                query.schema[key] = found
        query.alone = self._reads == 1 and all(load.edge is not None for load in query.loads)
        return query

    def mutation(self, nodes: Iterable[SelectionNode]) -> list[Act | str]:
        """Compile what a mutation does, in its order; a text is a key under which `__typename` was asked for."""
        acts: list[Act | str] = []
        for key, found in self._selections.collected("Mutation", nodes).items():
            name = found[0].name.value
            change = self._graph.changes.get(name)
            acts.append(key if change is None else self._act(key, name, change, found))
        return acts

    def _act(self, key: str, name: str, change: Change, found: list[FieldNode]) -> Act:
        definition = self._definition("Mutation", name)
        payload = f"{name[:1].upper()}{name[1:]}Payload"
        problem = self._graph.nouns.of(Problem)
        return Act(
            key=key,
            node=found[0],
            definition=definition,
            change=change,
            payload=self._payload(change, payload, self._selections.collected(payload, inner_of(found))),
            problem=self._object(problem, Problem, self._selections.collected(problem.name, inner_of(found))),
        )

    def _payload(self, change: Change, payload: str, fields: Fields) -> Show:
        show = Show()
        for key, found in fields.items():
            name, model = found[0].name.value, change.operation.model
            if name == "__typename":
                show.picks.append((key, constant(payload)))
            elif change.noun is None or model is None:
                show.picks.append((key, constant(True)))  # noqa: FBT003  what `done` says
            elif name in change.beside:
                show.picks.append((key, self._member(change.beside[name], model, found)))
            else:
                thing = self._graph.nouns.thing(model)
                inner = self._object(change.noun, thing, self._selections.collected(change.noun.name, inner_of(found)))
                show.picks.append((key, inner.tell))
        return show

    def _object(self, noun: Noun, model: type[BaseModel], fields: Fields) -> Show:
        """Compile what is told of a thing which `model` shows; what only its other models show is loaded."""
        show, elsewhere = Show(), Fields()
        for key, found in fields.items():
            name = found[0].name.value
            edge, member = noun.edges.get(name), noun.members.get(name)
            if name == "__typename":
                show.picks.append((key, constant(noun.name)))
            elif member is not None and member.source in model.model_fields:
                show.picks.append((key, self._member(member, model, found)))
            elif member is None and edge is not None and model.model_fields.keys() >= set(edge.given.values()):
                show.picks.append((key, NOTHING))
                show.loads.append(self._load(key, edge, noun.name, found))
            else:
                show.picks.append((key, NOTHING))
                elsewhere[key] = found
        if elsewhere and noun.read is not None and model is not noun.models[0]:
            self._reads += 1
            show.loads.append(Load(key=None, edge=noun.read, show=self._object(noun, noun.models[0], elsewhere)))
        return show

    def _member(self, member: Member, model: type[BaseModel], found: list[FieldNode]) -> Pick:
        form = form_of(model.model_fields[member.source].annotation)
        if member.noun is None or form.model is None:
            return Leaf(member.source) if member.turn is None else turned(member)
        inner = self._object(member.noun, form.model, self._selections.collected(member.noun.name, inner_of(found)))
        return each_of(member.source, inner) if form.many else one(member.source, inner)

    def _load(self, key: str, edge: Edge, parent: str, found: list[FieldNode]) -> Load:
        noun, model = edge.noun, edge.operation.model
        assert noun is not None  # noqa: S101  whatever is read shows something
        assert model is not None  # noqa: S101
        self._reads += 1
        name, inner = found[0].name.value, inner_of(found)
        asked, ends = set[str](), set[str]()
        if edge.operation.listed:
            page = self._selections.collected(f"{noun.name}Connection", inner)
            asked = _names(page)
            ends = {name for each in page.values() if _named(each, "pageInfo") for name in self._page_names(each)}
            show = self._page(noun, model, page)
        else:
            show = self._object(noun, model, self._selections.collected(noun.name, inner))
        return Load(
            key=key,
            edge=edge,
            node=found[0],
            definition=self._definition(parent, name),
            counts=not asked.isdisjoint({"totalCount", "totalCountIsAtLeast"}),
            placed="edges" in asked or "startCursor" in ends,
            ended="endCursor" in ends,
            show=show,
        )

    def _page(self, noun: Noun, model: type[BaseModel], fields: Fields) -> Show:
        show = Show()
        for key, found in fields.items():
            name, inner = found[0].name.value, inner_of(found)
            if name == "nodes":
                pick = each_of("items", self._object(noun, model, self._selections.collected(noun.name, inner)))
            elif name == "edges":
                pick = each_of("edges", self._place(noun, model, self._selections.collected(f"{noun.name}Edge", inner)))
            elif name == "pageInfo":
                pick = self._page_info(self._selections.collected("PageInfo", inner)).tell
            else:
                pick = constant(f"{noun.name}Connection") if name == "__typename" else Leaf(name)
            show.picks.append((key, pick))
        return show

    def _place(self, noun: Noun, model: type[BaseModel], fields: Fields) -> Show:
        show = Show()
        for key, found in fields.items():
            name = found[0].name.value
            if name == "node":
                pick = one("node", self._object(noun, model, self._selections.collected(noun.name, inner_of(found))))
            else:
                pick = constant(f"{noun.name}Edge") if name == "__typename" else Leaf(name)
            show.picks.append((key, pick))
        return show

    def _page_names(self, found: list[FieldNode]) -> set[str]:
        return _names(self._selections.collected("PageInfo", inner_of(found)))

    def _page_info(self, fields: Fields) -> Show:
        names = {key: found[0].name.value for key, found in fields.items()}
        picks = {key: constant("PageInfo") if name == "__typename" else Leaf(name) for key, name in names.items()}
        return Show(picks=list(picks.items()))

    def _viewer(self, found: list[FieldNode]) -> Pick:
        noun = self._graph.nouns.of(ViewerOut)
        show = self._object(noun, ViewerOut, self._selections.collected(noun.name, inner_of(found)))
        return lambda _value, path, run: show.tell(run.viewer, path, run)

    def _anything(self, key: str, found: list[FieldNode], source: str | None = None) -> Load:
        known: dict[str, Show] = {}
        self._reads += 1

        def shows(noun: Noun) -> Show:
            if noun.name not in known:
                known[noun.name] = self._object(
                    noun, noun.models[0], self._selections.collected(noun.name, inner_of(found))
                )
            return known[noun.name]

        definition = None if source else self._definition("Query", found[0].name.value)
        return Load(key=key, edge=None, node=found[0], definition=definition, source=source, shows=shows)

    def _definition(self, kind: str, name: str) -> GraphQLField:
        of = self._graph.schema.type_map[kind]
        assert isinstance(of, GraphQLObjectType)  # noqa: S101  asked for by the compiler alone
        definition: GraphQLField = of.fields[name]
        return definition


def _named(found: list[FieldNode], name: str) -> bool:
    return found[0].name.value == name


def _names(fields: Fields) -> set[str]:
    return {found[0].name.value for found in fields.values()}
