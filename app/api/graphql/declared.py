"""What the routes declare, as GraphQL needs it: each of its fields is one of these operations, told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi._compat import ModelField
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import Response

from app.api.desks import Desk, desk
from app.api.graphql.naming import without_verb
from app.api.idempotency import READING
from app.api.operations import PageOf
from app.api.pages import PAGE_MEMBERS, Paging, paging
from app.api.preconditions import expected_version
from app.api.rendering import JSON
from app.api.routes import StrictRoute
from app.use_cases.core import Rule

OVER_REST: Mapping[str, str] = {
    "attachConsentDocument": "It takes a file: `documentHref` of a consent says where to PUT it.",
    "fetchClientExport": "It sends a whole record: `contentHref` of an export says where it is.",
    "printCarePlan": "It sends a page or a PDF: `printHref` of a care plan says where it is.",
    "readConsentDocument": "It sends a file: `documentHref` of a consent says where it is.",
    "streamEvents": "It sends events as they happen: subscriptions do that here.",
}
"""Operations that are no fields, and why: their bodies or answers are no objects."""


AT_HAND = {desk: "desk", paging: "page", expected_version: "expected"}
"""What routes want of a request and whoever asks here has, by its name in `Asked`."""


@dataclass(slots=True, kw_only=True)  # not frozen: it is made for each thing of a page
class Asked:
    """What a handler is given: its parameters by name, and which page or version where it wants to know."""

    desk: Desk
    parameters: Mapping[str, object]
    page: Paging | None = None
    expected: int | None = None


class Operation:
    """One declared operation: its parameters are FastAPI's own, and check what is given in GraphQL as in REST."""

    def __init__(self, route: StrictRoute, rule: Rule) -> None:
        whole = route.dependant
        self.name = str(route.operation_id)
        self.rule = rule
        self.units = route.cost.units
        self.description = route.description
        self.path = route.path
        self.handler = route.endpoint
        self.reads = rule.permission in READING
        self.field = without_verb(self.name) if self.reads else self.name
        self.retries = not self.reads and route.methods == {"POST"}
        self.listed = isinstance(route.answers, type) and issubclass(route.answers, PageOf)
        self.model = _model(route.answers)
        self.ids = {field.name: field for field in whole.path_params}
        self.filters = {field.name: field for field in (*whole.query_params, *whole.header_params)}
        self.body = whole.body_params[0] if whole.body_params else None
        self.wants_request = whole.request_param_name
        wants = {str(each.name): each.call for each in whole.dependencies}
        self.paged = paging in wants.values() or pages(_taken(self.body))
        self.versioned = expected_version in wants.values()
        self._given = [(name, AT_HAND[call]) for name, call in wants.items() if call in AT_HAND]
        self._read: list[tuple[str, Any]] = [(name, call) for name, call in wants.items() if call not in AT_HAND]
        self.reads_requests = self.wants_request is not None or bool(self._read)  # or its handler looks at none

    def check(self, given: Mapping[str, object], body: object = None) -> dict[str, object]:
        """Return the parameters as the handler takes them; raises `RequestValidationError` for what cannot be."""
        checked, errors = {}, []
        for name, field in (self.ids | self.filters).items():
            if name in given:
                checked[name], wrong = field.validate(given[name], {}, loc=("body", name))
                errors += wrong
        if self.body is not None and (body is not None or self.body.field_info.is_required()):
            checked[self.body.name], wrong = self.body.validate(body, {}, loc=("body",))
            errors += wrong
        if errors:
            raise RequestValidationError(errors, body={**given, **body} if isinstance(body, dict) else given)
        return checked

    async def answer(self, asked: Asked) -> Response:
        """Call the handler."""
        wanted = {name: getattr(asked, held) for name, held in self._given}
        for name, call in self._read:
            wanted[name] = await call(asked.desk.request)
        if self.wants_request:
            wanted[self.wants_request] = asked.desk.request
        response: Response = await self.handler(**asked.parameters, **wanted)
        return response


def declared(routers: Iterable[APIRouter]) -> list[Operation]:
    """Return the operations of some routers that can be fields, in their order."""
    routes = [route for router in routers for route in router.routes if isinstance(route, StrictRoute)]
    return [
        Operation(route, route.rule)
        for route in routes
        if route.rule is not None and route.operation_id not in OVER_REST
    ]


def hrefs(routers: Iterable[APIRouter]) -> list[Operation]:
    """Return the operations that send files of one thing, for fields that say where."""
    routes = [route for router in routers for route in router.routes if isinstance(route, StrictRoute)]
    sending = [route for route in routes if JSON not in route.produces and route.operation_id in OVER_REST]
    return [Operation(route, route.rule) for route in sending if route.rule is not None and "{" in route.path]


def pages(model: object) -> bool:
    """Whether a body of REST says which page of a list it asks for."""
    return isinstance(model, type) and issubclass(model, BaseModel) and model.model_fields.keys() >= set(PAGE_MEMBERS)


def _taken(body: ModelField | None) -> object:
    return None if body is None else body.field_info.annotation


def _model(answers: object) -> type[BaseModel] | None:
    if not (isinstance(answers, type) and issubclass(answers, BaseModel)):
        return None
    if issubclass(answers, PageOf):
        item: type[BaseModel] = answers.__pydantic_generic_metadata__["args"][0]
        return item
    return answers
