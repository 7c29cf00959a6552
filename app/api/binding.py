"""Binds the parameters of a request that is in order: what FastAPI works out anew each time is worked out at start.

Whatever is not in order, or not known here, is left to FastAPI, which refuses it in its own words.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import params
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, Json
from pydantic.fields import FieldInfo
from starlette.requests import Request
from starlette.responses import Response

FIXED = (str, int, float, bool, frozenset, type(None))  # which nobody can change; enumerations are among them
UNKNOWN = ("cookie_params", "websocket_param_name", "http_connection_param_name", "response_param_name")
UNKNOWN_TOO = ("background_tasks_param_name", "security_scopes_param_name", "own_oauth_scopes", "concurrency")

Call = Callable[..., Awaitable[Any]]


class ModelField(Protocol):
    """A parameter as FastAPI declares it."""

    field_info: FieldInfo
    name: str

    @property
    def alias(self) -> str:
        """What requests call it."""
        ...

    @property
    def default(self) -> Any:
        """What it is where it was not sent."""
        ...

    def validate(self, value: Any, values: dict[str, Any], *, loc: tuple[str, ...]) -> tuple[Any, list[Any]]:
        """Return the value, and what is wrong with it."""
        ...


class NotInOrder(Exception):
    """A request that FastAPI shall look at."""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: `where` is the attribute of a request in which it is."""

    name: str
    alias: str
    where: str
    takes_many: bool
    field: ModelField

    def read(self, request: Request) -> Any:
        """Return its value; raises `NotInOrder`."""
        given: Any = getattr(request, self.where)
        value = given.getlist(self.alias) if self.takes_many else given.get(self.alias)
        if value is None or value == []:
            if self.field.field_info.is_required():
                raise NotInOrder
            return self.field.default
        return validated(self.field, value, (self.where, self.alias))


@dataclass(frozen=True, slots=True)
class Bound:
    """A function and what it is given: the request, what was sent with it, and what others make of that."""

    call: Call
    of_request: str | None
    fields: tuple[Field, ...]
    others: "tuple[tuple[str, Bound], ...]"
    body: tuple[str, ModelField] | None = None

    async def answer(self, request: Request, made: dict[Call, Any]) -> Any:
        """Call it; what was `made` for this request already is not made again."""
        values: dict[str, Any] = {}
        for name, other in self.others:
            if other.call not in made:
                made[other.call] = await other.answer(request, made)
            values[name] = made[other.call]
        for field in self.fields:
            values[field.name] = field.read(request)
        if self.body is not None:
            name, model = self.body
            values[name] = validated(model, sent(request), ("body",))
        if self.of_request is not None:
            values[self.of_request] = request
        return await self.call(**values)


def bound(route: APIRoute) -> Bound | None:
    """Work out how the operation of a route is called; None where only FastAPI knows."""
    dependant, body = route.dependant, None
    if dependant.body_params:
        if len(dependant.body_params) > 1 or route._embed_body_fields:  # noqa: SLF001 - the route's own answer
            return None
        [model] = dependant.body_params
        if isinstance(model.field_info, params.Form):
            return None
        body = (model.name, model)
    return _bound(dependant, body)


def validated(field: ModelField, value: Any, place: tuple[str, ...]) -> Any:
    """Return what pydantic makes of a value; raises `NotInOrder`."""
    found, faults = field.validate(value, {}, loc=place)
    if faults:
        raise NotInOrder
    return found


def sent(request: Request) -> Any:
    """Return the JSON that was read before; raises `NotInOrder` when there was none."""
    try:
        return request._json  # noqa: SLF001 - where the route has put it
    except AttributeError:
        raise NotInOrder from None


async def response_of(plan: Bound, request: Request) -> Response:
    """Answer a request; raises `NotInOrder` before anything was done."""
    answer = await plan.answer(request, {})
    if not isinstance(answer, Response):
        raise TypeError("An operation answers with a response.")
    return answer


def takes_many(info: FieldInfo) -> bool:
    """Whether a parameter may be given more than once."""
    return any(word in str(info.annotation) for word in ("list", "frozenset", "tuple"))


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _bound(dependant: Dependant, body: tuple[str, ModelField] | None = None) -> Bound | None:
    call = dependant.call
    if call is None or not inspect.iscoroutinefunction(call) or not dependant.use_cache:
        return None
    if any(getattr(dependant, name) for name in (*UNKNOWN, *UNKNOWN_TOO)) or (dependant.body_params and not body):
        return None
    fields = [_field(field, where) for where, listed in _sources(dependant).items() for field in listed]
    others = [(each.name or "", _bound(each)) for each in dependant.dependencies]
    known_fields = tuple(field for field in fields if field is not None)
    known_others = tuple((name, other) for name, other in others if other is not None and name)
    if len(known_fields) < len(fields) or len(known_others) < len(others):
        return None
    return Bound(call, dependant.request_param_name, known_fields, known_others, body)


def _sources(dependant: Dependant) -> Mapping[str, Sequence[ModelField]]:
    return {
        "path_params": dependant.path_params,
        "query_params": dependant.query_params,
        "headers": dependant.header_params,
    }


def _field(field: ModelField, where: str) -> Field | None:
    info = field.field_info
    many = takes_many(info)
    is_fixed = info.is_required() or (isinstance(field.default, FIXED) and not info.validate_default)
    is_odd = _is_model(info.annotation) or Json in map(type, info.metadata)
    if is_odd or not is_fixed or info.default_factory is not None or (many and where == "path_params"):
        return None
    return Field(field.name, field.alias, where, many, field)
