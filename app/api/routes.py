"""The route class of all doors: it reads bodies strictly and refuses what the operation has not declared."""

import warnings
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from email.message import Message
from functools import lru_cache, partial
from http import HTTPStatus
from threading import RLock
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi import params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from fastapi.utils import create_model_field
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.requests import Request
from starlette.responses import Response

from app.api.binding import NotInOrder, bound, response_of, takes_many
from app.api.json_reader import read_json
from app.api.limits import Limits
from app.api.problems import Refusal, Refused, bad_request, pointer_step
from app.api.request_costs import USUAL, Cost
from app.domain.errors import Fault, Invalid
from app.domain.networks.actor import Actor
from app.use_cases.core import Rule

warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)  # of FastAPI's own fields, whenever they are built

MAX_QUERY_FIELDS = 100
JSON_PATCH = (
    "application/json-patch+json"  # operations upon a thing, while the doors that read bodies here take members
)

_MAKING = RLock()  # the graph is made of all routes beside the requests

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """A route that refuses unknown or repeated query parameters, other media types than JSON, and lenient JSON."""

    produces: Sequence[str] = ("application/json",)
    cost: Cost = USUAL
    answers: object = None  # the model of its answer, as the document shows it
    rule: Rule | None = None  # what its use case asks of the actor
    recognises = False  # whether a request is read only once its sender is known; the desk finds the actor then
    extra: Callable[[], dict[str, Any]] | None = None  # what the document says of it beside FastAPI's own words

    def __init__(self, path: str, endpoint: Callable[..., Any], **declared: Any) -> None:
        """Note what is declared; `__getattr__` makes a route of it."""
        self.path = self.path_format = path
        self.methods = set(declared["methods"] or ["GET"])
        self.operation_id = declared["operation_id"]
        self.status_code = declared["status_code"]
        self._make = partial(super().__init__, path, endpoint, **declared)

    def __getattr__(self, name: str) -> Any:
        """Make the route when something of it is first asked for: all of them together are a fifth of a start."""
        with _MAKING:
            if name not in vars(self):
                if (make := vars(self).pop("_make", None)) is None:
                    raise AttributeError(name, name=name, obj=self)
                make()
            return vars(self)[name]

    def prepare_for_document(self) -> None:
        """Add what only the document needs: the model of the answer, and the words beside it."""
        if self.extra is not None and self.openapi_extra is None:
            self.openapi_extra = self.extra()
        if self.answers is not None and self.response_field is None:
            self.response_model = self.answers
            name = f"Response_{self.unique_id}"
            self.response_field = create_model_field(name=name, type_=self.answers, mode="serialization")

    def get_route_handler(self) -> Handler:
        """Put the checks before FastAPI's own handler."""
        handle, plan = super().get_route_handler(), bound(self)
        query = [field for field in get_flat_params(self.dependant) if isinstance(field.field_info, params.Query)]
        known = frozenset(field.alias for field in query)
        lists = frozenset(field.alias for field in query if takes_many(field.field_info))
        body = self.body_field if self.body_field and not isinstance(self.body_field.field_info, params.Form) else None
        required = body is not None and body.field_info.is_required()

        async def strictly(request: Request) -> Response:
            if self.recognises:
                await _admit(request, self.cost)
            _check_path(request)
            _check_query(request, known, lists)
            check_accept(request, self.produces)
            if body is not None:
                await _read_body(request, required=required)
            if plan is not None:
                try:
                    return await response_of(plan, request)
                except NotInOrder:
                    pass
            return await handle(request)

        return strictly


async def _admit(request: Request, cost: Cost) -> None:
    state = request.app.state
    actor: Actor = await state.recognise(request)
    request.state.actor = actor
    limits: Limits = state.limits
    await limits.admit(request, actor, cost)


def _check_path(request: Request) -> None:
    path: str = request.scope["path"]
    if not path.isprintable() or "\ufffd" in path:
        raise bad_request("request.malformed-path", "The path has characters that no address here has.")


def _check_query(request: Request, known: frozenset[str], lists: frozenset[str]) -> None:
    text: bytes = request.scope["query_string"]
    if not text:
        return
    names = Counter(name for name, _ in _query_fields(text))
    if unknown := names.keys() - known:
        faults = _faults(unknown, "Not a parameter of this operation.")
        raise bad_request("query.unknown-parameter", "The query has parameters that this operation lacks.", *faults)
    if twice := {name for name, count in names.items() if count > 1} - lists:
        faults = _faults(twice, "Given more than once.")
        raise bad_request("query.repeated-parameter", "The query repeats a parameter.", *faults)


def _query_fields(text: bytes) -> list[tuple[str, str]]:
    try:
        plain = unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8")
        fields = parse_qsl(text.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:
        raise bad_request("query.malformed", "The query is not percent-encoded UTF-8, or too long.") from None
    if "\0" in plain:
        raise bad_request("query.malformed", "NUL is not allowed in the query.")
    return fields


def _faults(names: Iterable[str], message: str) -> list[Fault]:
    return [Fault(pointer=f"/query/{pointer_step(name[:100])}", message=message) for name in sorted(names)]


def check_accept(request: Request, produces: Sequence[str]) -> None:
    """Refuse a request that takes none of the media types that there are."""
    accept = request.headers.get("accept", "*/*")
    if accept == "*/*":
        return
    ranges = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    takes = {"*/*", "", *produces, *(f"{kind.partition('/')[0]}/*" for kind in produces)}
    if ranges.isdisjoint(takes):
        detail = f"The answer is {' or '.join(produces)}."
        raise Refused(Refusal(status=HTTPStatus.NOT_ACCEPTABLE, code="request.not-acceptable", detail=detail))


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    header = Message()
    header["Content-Type"] = content_type
    kind, charset = header.get_content_type(), header.get_content_charset("utf-8")
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    return is_json and kind != JSON_PATCH and charset in ("utf-8", "us-ascii")


async def _read_body(request: Request, *, required: bool) -> None:
    """Parse the body where FastAPI will look for it."""
    body = await request.body()
    if body:
        check_content_type(request)
        request._json = read_json(body)  # noqa: SLF001  what Request.json() returns from now on
    elif required:
        fault = Fault(pointer="", message="The body is empty; JSON is expected.")
        raise Invalid("request.empty-body", "This operation needs a body.", faults=(fault,))


def check_content_type(request: Request) -> None:
    """Refuse a body that is not said to be JSON in UTF-8."""
    if not _is_json(request.headers.get("content-type", "text/plain")):
        raise Refused(
            Refusal(
                status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                code="request.media-type",
                detail="Send application/json in UTF-8.",
                headers={"Accept": "application/json"},
            )
        )
