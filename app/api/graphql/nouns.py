"""The nouns of the graph: what REST shows of one in lists and alone is one type, and ids become ways to other nouns."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.api.graphql.declared import Operation
from app.api.graphql.leaves import Form, Leaves, form_of
from app.api.graphql.naming import camel, global_id, lower, noun, upper, without_verb

Turn = Callable[[Any], Any]

LEADS_TO: Mapping[str, str] = {
    "agency_id": "Agency",
    "api_client_id": "ApiClient",
    "appointment_id": "Appointment",
    "assessment_id": "Assessment",
    "break_glass_id": "BreakGlass",
    "client_id": "Client",
    "consent_id": "Consent",
    "consent_template_id": "ConsentTemplate",
    "entry_id": "AuditEntry",
    "from_worker_id": "Worker",
    "goal_id": "Goal",
    "handoff_id": "Handoff",
    "household_id": "Household",
    "linked_to_id": "Client",
    "location_id": "Location",
    "need_id": "Need",
    "network_id": "Network",
    "parent_id": "Referral",
    "plan_id": "CarePlan",
    "principal_id": "Agency",
    "proposed_agency_id": "Agency",
    "provider_id": "Agency",
    "referral_id": "Referral",
    "replaces_id": "Referral",
    "sender_id": "Agency",
    "service_id": "Service",
    "task_id": "Task",
    "team_id": "CareTeam",
    "template_id": "CarePlanTemplate",
    "to_worker_id": "Worker",
    "transfer_id": "Transfer",
    "webhook_id": "Webhook",
    "worker_id": "Worker",
}
"""Of what noun an id is, by the name of the member or parameter that holds it."""

IDS = {"household": "household_id", "linked_to": "linked_to_id"}
"""Members that hold an id without saying so."""

NOT_FROM = frozenset({"parent_id", "principal_id", "provider_id", "replaces_id", "sender_id"})
"""Parameters that are no way from the noun that they name: what they filter is a list of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What an answer of REST says under one name; `models` are those that say it."""

    source: str
    form: Form
    noun: "Noun | None"
    turn: Turn | None
    description: str
    models: frozenset[type[BaseModel]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Edge:
    """A way to other things, by an operation.

    What `given` names comes from members of the thing that it leads from; `called` are arguments with other names.
    """

    operation: Operation
    noun: "Noun | None"
    given: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, str]:
        """The operation's parameters that a document gives, by their names there."""
        parameters = self.operation.ids | self.operation.filters
        return {
            self.called.get(name) or camel(each.alias if each.alias.isidentifier() else name): name
            for name, each in parameters.items()
            if name not in self.given
        }


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Noun:
    """One type of the graph, made of the models by which REST shows it, the fullest first."""

    name: str
    models: list[type[BaseModel]]
    members: dict[str, Member] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    read: Edge | None = None

    @property
    def description(self) -> str:
        """What it is."""
        return self.models[0].__doc__ or self.name


class Nouns:
    """Every noun that some operations answer with, and the ways between them."""

    def __init__(
        self, operations: Iterable[Operation], hrefs: Iterable[Operation], leaves: Leaves, *others: type[BaseModel]
    ) -> None:
        self.leaves = leaves
        self.operations = list(operations)
        self.by_name: dict[str, Noun] = {}
        self._read = {operation.model for operation in self.operations if operation.reads}
        self.roots: dict[str, Edge] = {}
        for model in _reached([*(each.model for each in self.operations), *others]):
            if self.thing(model) is model:
                self._join(model)
        for each in self.by_name.values():
            self._describe(each)
        for operation in self.operations:
            if operation.reads:
                self._place(operation)
        for each in self.by_name.values():
            self._lead(each)
        for operation in hrefs:
            self._refer(operation)

    def of(self, model: type[BaseModel]) -> Noun:
        """Return the noun that a model shows."""
        return self.by_name[noun(self.thing(model).__name__)]

    def thing(self, model: type[BaseModel]) -> type[BaseModel]:
        """Return the model of the thing itself, where a write shows more than that: a client with likely duplicates."""
        more = model not in self._read
        return next((base for base in model.__bases__ if more and base in self._read), model)

    def beside(self, model: type[BaseModel]) -> dict[str, Member]:
        """Return what a model shows beside the thing itself."""
        own = model.model_fields.keys() - self.thing(model).model_fields.keys()
        return {camel(source): self._member(source, [model]) for source in model.model_fields if source in own}

    def _join(self, model: type[BaseModel]) -> None:
        name = noun(model.__name__)
        known = self.by_name.setdefault(name, Noun(name=name, models=[]))
        known.models.append(model)
        known.models.sort(key=lambda each: -len(each.model_fields))

    def _describe(self, each: Noun) -> None:
        sources = dict.fromkeys(source for model in each.models for source in model.model_fields)
        for source in sources:
            models = [model for model in each.models if source in model.model_fields]
            each.members[camel(IDS.get(source, source))] = self._member(source, models)

    def _member(self, source: str, models: list[type[BaseModel]]) -> Member:
        info = models[0].model_fields[source]
        form = form_of(info.annotation)
        return Member(
            source=source,
            form=form,
            noun=None if form.model is None else self.of(form.model),
            turn=self._turn(form),
            description=words_of(info),
            models=frozenset(models),
        )

    def _turn(self, form: Form) -> Turn | None:
        if form.enum is None:
            return None
        names = self.leaves.names(form.enum)
        return (lambda codes: [names[code] for code in codes]) if form.many else names.__getitem__

    def _place(self, operation: Operation) -> None:
        """Make an operation a field: of a noun whose id it takes, and of the root where it takes none."""
        shown = None if operation.model is None else self.of(operation.model)
        first = next(iter(operation.ids), None)
        if first is not None and not operation.listed and len(operation.ids) == 1 and _reads(operation, shown):
            self._reading(operation, shown)
        elif first is not None and first in LEADS_TO:
            self._leading(operation, shown, first, self.by_name[LEADS_TO[first]])
        else:
            self.roots[without_verb(operation.name)] = Edge(operation=operation, noun=shown)
            ways = [name for name in operation.filters if name in LEADS_TO and name not in NOT_FROM]
            for name in ways if operation.listed else ():
                self._leading(operation, shown, name, self.by_name[LEADS_TO[name]])

    def _reading(self, operation: Operation, shown: Noun | None) -> None:
        assert shown is not None  # noqa: S101  asked by the caller
        name = lower(shown.name)
        if (listed := self.roots.get(name)) is not None:  # a noun without a plural
            self.roots[listed.operation.name] = listed
        [parameter] = operation.ids
        by_id = "id" in shown.members
        self.roots[name] = Edge(operation=operation, noun=shown, called={parameter: "id"} if by_id else {})
        if by_id:
            shown.read = Edge(operation=operation, noun=shown, given={parameter: "id"})
            shown.members["uuid"] = shown.members["id"]
            shown.members["id"] = _global(shown)

    def _leading(self, operation: Operation, shown: Noun | None, parameter: str, parent: Noun) -> None:
        whole = without_verb(operation.name)
        name = lower(whole.removeprefix(lower(parent.name))) or whole
        if name in parent.members:
            name = f"{name}Connection" if operation.listed else whole
        known = parent.edges.get(name)
        if known is not None and known.operation.listed is not operation.listed:
            name, known = whole, None
        if known is None or len(known.operation.filters) < len(operation.filters):
            parent.edges[name] = Edge(operation=operation, noun=shown, given={parameter: "id"})

    def _lead(self, each: Noun) -> None:
        """Let each id of another noun be a way to it."""
        for member in list(each.members.values()):
            held = IDS.get(member.source, member.source)
            other = self.by_name.get(LEADS_TO.get(held, ""))
            if other is None or other.read is None or member.form.core is not UUID or member.form.many:
                continue
            name = camel(held.removesuffix("_id"))
            name = f"{name}Record" if name in each.members else name
            [parameter] = other.read.given
            each.edges[name] = Edge(operation=other.read.operation, noun=other, given={parameter: member.source})

    def _refer(self, operation: Operation) -> None:
        """Tell of a thing where REST sends a file of it."""
        [parameter] = operation.ids
        whole = self.by_name[LEADS_TO[parameter]]
        path, place = operation.path, f"{{{parameter}}}"
        whole.members[f"{path.rpartition('/')[2]}Href"] = Member(
            source="id",
            form=Form(core=str),
            noun=None,
            turn=lambda id_: path.replace(place, id_),
            description=f"Where REST does this: {operation.description}",
            models=whole.members["uuid"].models,
        )


def words_of(info: FieldInfo) -> str:
    """Return what is said of a field, with an example."""
    examples = [example for example in info.examples or () if example not in (None, [], "")]
    return f"{info.description or ''} Example: `{examples[0]}`".strip() if examples else info.description or ""


def _reached(models: Iterable[type[BaseModel] | None]) -> Iterator[type[BaseModel]]:
    """Go through models and those that they hold."""
    ahead = [model for model in models if model is not None]
    seen: set[type[BaseModel]] = set()
    while ahead:
        model = ahead.pop(0)
        if model not in seen:
            seen.add(model)
            yield model
            ahead += filter(None, (form_of(info.annotation).model for info in model.model_fields.values()))


def _reads(operation: Operation, shown: Noun | None) -> bool:
    """Whether an operation reads the one thing of its address."""
    return shown is not None and operation.name == f"read{upper(shown.name)}" and operation.path.endswith("}")


def _global(of: Noun) -> Member:
    member = of.members["uuid"]
    return Member(
        source=member.source,
        form=member.form,
        noun=None,
        turn=global_id(of.name),
        description="Its id in the whole graph, for `node(id:)`.",
        models=member.models,
    )
