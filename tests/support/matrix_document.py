"""The OpenAPI document read as questions: where an operation takes an id of something, and what else it must be sent.

Nothing here names an operation. A parameter or member that holds an id must be told in `KINDS` (by its name; in
`OTHER_KINDS` where a name means another thing under another address), or the matrix fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from app.api.openapi_examples import example_of
from tests.support.published import DOCUMENT

Node = dict[str, Any]
Steps = tuple[str | int, ...]
Ids = Mapping[str, str]

KINDS = {
    "activity_id": "activity",
    "actor_id": "api client",
    "agency_id": "agency",
    "anchor_id": "anchor",
    "api_client_id": "api client",
    "appointment_id": "appointment",
    "asked_by": "worker",
    "assessment_id": "assessment",
    "break_glass_id": "break glass",
    "client_id": "client",
    "client_ids": "client",
    "consent_id": "consent",
    "consent_template_id": "consent template",
    "delivery_id": "delivery",
    "discloser_id": "agency",
    "disclosers": "agency",
    "entry_id": "audit entry",
    "erasure_id": "erasure",
    "event_id": "delivery",  # that of a test, whose delivery and event have one id
    "export_id": "export",
    "from": "agency",
    "from_worker_id": "worker",
    "goal_id": "goal",
    "goal_ids": "goal",
    "handoff_id": "handoff",
    "handover_id": "handover",
    "hold_id": "legal hold",
    "household": "household",
    "household_id": "household",
    "key": "instrument",
    "location_id": "location",
    "locations": "location",
    "member_id": "member",
    "message_id": "message",
    "need_id": "need",
    "need_ids": "need",
    "network_id": "network",
    "override_id": "override",
    "parent_id": "referral",
    "plan_id": "plan",
    "progress_id": "progress",
    "proxy_id": "proxy",
    "recipients": "agency",
    "referral_id": "referral",
    "replaces_id": "referral",
    "replay_id": "replay",
    "review_id": "review",
    "sender_id": "agency",
    "service_id": "service",
    "about": "client",
    "subject": "client",
    "subject_id": "client",
    "suggestion_id": "suggestion",
    "target_id": "client",
    "task_id": "task",
    "team_id": "team",
    "team_ids": "team",
    "template_id": "template",
    "to": "agency",
    "to_worker_id": "other worker",
    "transfer_id": "transfer",
    "webhook_id": "webhook",
    "worker_id": "worker",
}
"""Of which kind a thing is that a parameter or member of this name holds the id of."""

OTHER_KINDS: dict[tuple[str, str], str] = {
    ("ExplainIn", "id"): "plan",
    ("ParticipantIn", "id"): "worker",
}
"""The same where the name alone does not tell, by the schema of the member or the first segment of the address."""

NO_IDS = {"tax_id", "last-event-id"}
IN_STATE = {
    "changeReferral": {"referral": "draft"},
    "renewConsent": {"consent": "ending consent"},
    "rerouteReferral": {"referral": "returned"},
}
"""Which of one's own things an operation is asked of that looks into its body only when they are in a certain state."""

COUNTED = {"number", "version"}
"""Path parameters that count the parts of what was named before them."""

MORE: dict[str, tuple[str, ...]] = {
    "BreakGlassIn": ("client_id",),
    "ConsentIn": ("recipient_classes", "signature"),
    "ConsentRenewalIn": ("signature",),
    "ConsentTemplateIn": ("recipient_classes",),
    "ExplainIn": ("categories",),
    "FormSigningIn": ("recipients", "signature"),
    "GoalIn": ("words",),
    "NeedIn": ("category",),
    "NewClientNeedIn": ("category",),
    "NewGoalIn": ("words",),
    "NewNeedIn": ("category",),
    "NewTeamMemberIn": ("person",),
    "TransferIn": ("client_ids",),
}
"""Which members a schema needs beside those that it requires, where only words tell so."""

BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    ("ActivityIn", "appointment_id"): {"kind": "appointment"},
    ("ActivityIn", "referral_id"): {"kind": "referral"},
    ("ActivityIn", "task_id"): {"kind": "task"},
    ("ExplainIn", "record"): {"categories": []},
    ("NewTeamMemberIn", "agency_id"): {"kind": "agency", "person": None},
    ("NewTeamMemberIn", "worker_id"): {"kind": "worker", "person": None},
    ("ParticipantIn", "id"): {"kind": "worker"},
    ("PlanGoalIn", ""): {"goal": {"words": "Sleep well."}},
    ("WebhookIn", ""): {"url": "https://93.184.215.14/hook"},
}
"""What must stand beside a member for it to be read at all; beside none, in a body without an id of another."""

RAW = {
    "application/pdf": b"%PDF-1.4\n%%EOF\n",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "application/octet-stream": b"\x00",
}


class Where(StrEnum):
    """Where in a request an id stands."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """One id in a request."""

    where: Where
    steps: Steps
    kind: str | None

    @property
    def pointer(self) -> str:
        steps = "/".join(str(step) for step in self.steps)
        return f"/{steps}" if self.where is Where.BODY else f"/{self.where}/{steps}"


@cache
def document() -> Node:
    return DOCUMENT


def resolved(node: Node) -> tuple[str, Node]:
    """Follow references within the document; return the last one's name too."""
    name = ""
    while "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        found = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return name, node


def is_id(name: str, node: Node) -> bool:
    """Tell whether a schema is one of ids: by its format, its pattern, or its name."""
    if name in NO_IDS:
        return False
    text = "string" in kinds_of(node) or not kinds_of(node)
    shaped = node.get("format") == "uuid" or "[0-9a-fA-F]{8}" in node.get("pattern", "")
    return text and (shaped or name.endswith(("_id", "_ids")) or name == "key")


def kinds_of(node: Node) -> list[str]:
    kind = node.get("type", [])
    return kind if isinstance(kind, list) else [kind]


def choices(node: Node) -> list[Node]:
    return node.get("oneOf") or node.get("anyOf") or node.get("allOf") or []


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    method: str
    path: str
    said: Node

    def __str__(self) -> str:
        return str(self.said["operationId"])

    @property
    def parameters(self) -> list[Node]:
        return [resolved(each)[1] for each in self.said.get("parameters", ())]

    def named(self, where: str) -> dict[str, Node]:
        return {each["name"]: each["schema"] for each in self.parameters if each["in"] == where}

    @property
    def lists(self) -> str | None:
        """The parameter by which a list is read on."""
        found = {"cursor", "after"} & self.named("query").keys()
        return min(found, default=None)

    @property
    def reads(self) -> bool:
        (scope,) = self.said["security"][0]["oauth2"]
        return str(scope)[-1] in "rs"

    @property
    def guarded(self) -> bool:
        return "If-Match" in self.named("header")

    @property
    def content(self) -> Node:
        found: Node = self.said.get("requestBody", {}).get("content", {})
        return found

    @property
    def shown(self) -> Node | None:
        """The schema of what a success shows."""
        return self._answer("200")

    @property
    def created(self) -> Node | None:
        """The schema of what was made."""
        return self._answer("201") or self._answer("202")

    def _answer(self, status: str) -> Node | None:
        content = self.said["responses"].get(status, {}).get("content", {})
        found: Node | None = content.get("application/json", {}).get("schema")
        return found

    @property
    def body_schema(self) -> Node | None:
        return self.content["application/json"]["schema"] if "application/json" in self.content else None

    @property
    def places(self) -> list[Place]:
        return [*self.path_places, *self._queries(), *self._members()]

    @property
    def path_places(self) -> list[Place]:
        return [
            Place(Where.PATH, (name,), self._kind("", name, node))
            for name, node in self.named("path").items()
            if name not in COUNTED
        ]

    def _queries(self) -> Iterator[Place]:
        for name, node in self.named("query").items():
            _, schema = resolved(node)
            if "array" in kinds_of(schema):
                _, schema = resolved(schema["items"])
            if is_id(name, schema) and name != "key":
                yield Place(Where.QUERY, (name,), self._kind("", name, schema))

    def _members(self) -> Iterator[Place]:
        if self.body_schema is not None:
            yield from self._inside(self.body_schema, (), (), "")

    def _inside(self, node: Node, steps: Steps, seen: tuple[str, ...], holder: str) -> Iterator[Place]:
        name, schema = resolved(node)
        if name and name in seen:
            return
        seen = (*seen, name) if name else seen
        for choice in choices(schema):
            yield from self._inside(choice, steps, seen, holder)
        if "items" in schema:
            yield from self._inside(schema["items"], (*steps, 0), seen, holder)
        for member, inner in schema.get("properties", {}).items():
            yield from self._inside(inner, (*steps, member), seen, name or holder)
        called = next((step for step in reversed(steps) if isinstance(step, str)), "")
        if called != "key" and "properties" not in schema and "items" not in schema and is_id(called, schema):
            yield Place(Where.BODY, steps, self._kind(holder, called, schema))

    def _kind(self, holder: str, name: str, _: Node) -> str | None:
        segment = self.path.split("/")[2]
        return OTHER_KINDS.get((holder, name)) or OTHER_KINDS.get((segment, name)) or KINDS.get(name)

    def body(self, ids: Ids, place: Place | None = None, value: str = "") -> Any:
        """Return the smallest body that the document allows, with an id at a place."""
        if self.body_schema is None:
            return None
        steps = place.steps if place is not None and place.where is Where.BODY else None
        return self._built(self.body_schema, ids, steps, value, "", "")

    def _built(self, node: Node, ids: Ids, steps: Steps | None, value: str, holder: str, called: str) -> Any:  # noqa: PLR0911
        name, schema = resolved(node)
        if steps == ():
            return value
        if (options := choices(schema)) and "properties" not in schema:
            return self._built(options[0], ids, steps, value, holder, called)
        if "properties" in schema:
            return self._object(name, schema, ids, steps, value)
        if "items" in schema:
            inner = steps[1:] if steps else None
            if inner is None and not schema.get("minItems") and not is_id(called, resolved(schema["items"])[1]):
                return schema["examples"][0] if schema.get("examples") else []
            return [self._built(schema["items"], ids, inner, value, holder, called)]
        if is_id(called, schema) and called != "key":
            return ids.get(self._kind(holder, called, schema) or "", "")
        return example_of(schema, document()["components"]["schemas"])

    def _object(self, name: str, schema: Node, ids: Ids, steps: Steps | None, value: str) -> Node:
        members, step = schema["properties"], str(steps[0]) if steps else ""
        wanted = {*schema.get("required", ()), *MORE.get(name, ())}
        example = (schema.get("examples") or [None])[0] or {}
        schemas = document()["components"]["schemas"]
        given = {each: example.get(each, example_of(members[each], schemas)) for each in wanted}
        built = {
            each: self._built(members[each], ids, steps[1:] if steps and each == step else None, value, name, each)
            for each in members
            if each == step or (each in wanted and self._holds_id(name, each, members[each]))
        }
        return given | built | BESIDE.get((name, step), {})

    def _holds_id(self, holder: str, name: str, node: Node) -> bool:
        return any(self._inside(node, (name,), (), holder))


def operations() -> list[Operation]:
    return [
        Operation(method.upper(), path, said)
        for path, item in document()["paths"].items()
        for method, said in item.items()
    ]


OPERATIONS = operations()
