"""The pages that a problem's `type` leads to, so that a partner who meets a code can read what to do."""

import re
from html import escape

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)*")
LONGEST = 100
ADVICE = {
    "internal": "The service failed. Nothing was changed, or all of it was. Retry with the same Idempotency-Key; if it "
    "happens again, ask the operator and name the request_id.",
    "care-plan.letters-missing": "Ask for text/html and print that: browsers have letters for every script. An "
    "operator can add fonts for the PDF (THROUGHLINE_FONTS).",
    "care-plan.too-long": "Paper takes 200,000 letters at most. Shorten notes, or read the plan on a screen.",
    "idempotency.in-flight": "A request with the same Idempotency-Key is still running. Wait a second and retry.",
    "idempotency.key-reused": "The Idempotency-Key was used for another request. Make a fresh key for each effect.",
    "json.refused": "The body is not strict JSON: UTF-8 without byte order mark, no NUL, no lone surrogates, no name "
    "twice, at most 64 levels, finite numbers, integers within 64 bits.",
    "method.not-allowed": "The header Allow lists the methods of this address.",
    "page.cursor": "A cursor belongs to one list with its filters and order. Start again without it.",
    "precondition.required": "Read the thing first, then send its ETag as If-Match.",
    "query.unknown-parameter": "Each operation lists its parameters in the OpenAPI document; others are refused, so "
    "that a typing error does not silently widen a search.",
    "request.invalid": "`errors` names each wrong place with a JSON pointer.",
    "request.too-large": "Bodies may have 1 MiB, imports and bundles 64 MiB.",
    "role.insufficient": "The role of your worker or API client does not allow this; `context` names those that do.",
    "scope.insufficient": "Ask for the scope that `context` names when you get your token.",
    "service.busy": "Too many requests at once. Retry after the seconds in Retry-After.",
    "token.missing": "Get an access token at /oauth/token and send it as `Authorization: Bearer <token>`.",
    "token.malformed": "Send exactly one Authorization header, with an access token as /oauth/token gave it.",
    "token.unknown": "The token is none of this service's, or ended more than a day ago. Get a new one.",
    "token.expired": "Get a new token; `expires_in` told how long this one would live.",
    "token.revoked": "The token, its client or its agency may not act any more.",
    "url.not-public": "Webhooks and key sets must be at a name that has only public addresses.",
    "service.deadline": "The answer took too long. Retry with the same Idempotency-Key: it has no second effect.",
}
ENDINGS = {
    "not-found": "There is no such thing, or you may not know that there is one. The two are never told apart.",
    "stale": "It has changed since you read it. Read it again, look at the difference, and repeat your change with the "
    "new ETag.",
}
OTHERWISE = "The problem's `detail` says what happened, `context` gives the facts, `errors` the wrong places."
PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{code}</title></head>
<body>
<h1>{code}</h1>
<p>{advice}</p>
<p><a href="/docs">All operations and their errors</a></p>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get("/problems/{code}")
async def read_problem_page(code: str) -> Response:
    """Serve the page of one code."""
    if len(code) > LONGEST or not CODE.fullmatch(code):
        raise HTTPException(404)
    advice = ADVICE.get(code) or ENDINGS.get(code.rpartition(".")[2], OTHERWISE)
    page = PAGE.format(code=escape(code), advice=escape(advice))
    return Response(page, media_type="text/html", headers={"Cache-Control": "public, max-age=3600"})
