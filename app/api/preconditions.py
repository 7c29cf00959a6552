"""If-Match and If-None-Match (RFC 9110, section 13), so that nobody overwrites what they have not read."""

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header
from starlette.requests import Request
from starlette.responses import Response

from app.api.problems import Refusal, Refused, bad_request
from app.domain.errors import Fault
from app.ports.transactions import Answer

ANY = "*"
MAX_TAG = 64
MAX_TAGS = 1000
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that you have; the answer is 304 when it is still the same.",
    "schema": {"type": "string", "maxLength": MAX_TAGS},
}
_TAG = re.compile(r'"(?P<version>[1-9][0-9]{0,8})(?:-[0-9a-f]{8})?"')
_TAGS = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


async def expected_version(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag of the version that you read, or `*` for whichever.",
            max_length=MAX_TAG,
            examples=['"3-1a2b3c4d"'],
        ),
    ] = None,
) -> int | None:
    """Read the version that the caller means to change; None when it said `*`."""
    if if_match is None:
        raise required("send its ETag as If-Match")
    if if_match.strip() == ANY:
        return None
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        fault = Fault(pointer="/header/If-Match", message='Expected one tag as it was given, such as "3-1a2b3c4d".')
        raise bad_request("precondition.malformed", "If-Match is not an ETag of this service.", fault)
    return int(tag["version"])


def required(how: str) -> Refused:
    """Make the 428 for a change that does not say which version it is meant for."""
    detail = f"Say which version you read: {how}."
    return Refused(Refusal(status=HTTPStatus.PRECONDITION_REQUIRED, code="precondition.required", detail=detail))


Expected = Annotated[int | None, Depends(expected_version)]


def unchanged(request: Request, rendered: Answer) -> Response | None:
    """Return the 304 for a reader who has this very representation already."""
    asked = request.headers.get("if-none-match")
    tag = dict(rendered.headers).get("ETag")
    if asked is None or tag is None or rendered.status != HTTPStatus.OK:
        return None
    if len(asked) > MAX_TAGS:
        fault = Fault(pointer="/header/If-None-Match", message=f"Expected at most {MAX_TAGS} characters.")
        raise bad_request("precondition.malformed", "If-None-Match is too long.", fault)
    known = {name.removeprefix("W/") for name in _TAGS.findall(asked)}
    if asked.strip() != ANY and tag not in known:
        return None
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
