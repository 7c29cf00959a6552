"""/graphql/ui: GraphiQL over this graph, without a request to any other host."""

import gzip
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

ASSETS = Path(__file__).parent / "assets"
KINDS = {
    "graphiql.min.css": "text/css",
    "graphiql.min.js": "text/javascript",
    "react.production.min.js": "text/javascript",
    "react-dom.production.min.js": "text/javascript",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
A_DAY = {"Cache-Control": "public, max-age=86400"}
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Throughline GraphiQL</title>
<link rel="stylesheet" href="/graphql/ui/assets/graphiql.min.css">
<link rel="stylesheet" href="/graphql/ui/start.css">
<script src="/graphql/ui/assets/react.production.min.js" defer></script>
<script src="/graphql/ui/assets/react-dom.production.min.js" defer></script>
<script src="/graphql/ui/assets/graphiql.min.js" defer></script>
<script src="/graphql/ui/start.js" defer></script>
</head>
<body>
<form id="sign-in"><label>Access token <input id="token" type="password" autocomplete="off"></label>
<button>Use it</button> <output id="said" for="token"></output></form>
<main id="graphiql"><noscript>GraphiQL is a program; without scripts, POST to /graphql.</noscript></main>
</body>
</html>
"""
STYLE = """\
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font-family: sans-serif; }
#sign-in { padding: 0.5rem 1rem; }
#token { width: 24rem; }
#graphiql { flex: 1; min-height: 0; }
"""
router = APIRouter(include_in_schema=False)


@router.get("/graphql/ui")
async def read_ui() -> Response:
    """Serve the page."""
    return Response(PAGE, media_type="text/html", headers={"Content-Security-Policy": POLICY, **A_DAY})


@router.get("/graphql/ui/start.js")
async def read_start() -> Response:
    """Serve the script that starts the page."""
    return Response(_start(), media_type="text/javascript", headers=A_DAY)


@router.get("/graphql/ui/start.css")
async def read_style() -> Response:
    """Serve the page's own style."""
    return Response(STYLE, media_type="text/css", headers=A_DAY)


@router.get("/graphql/ui/assets/{name}")
async def read_asset(request: Request, name: str) -> Response:
    """Serve one of GraphiQL's files, pressed to whoever takes that."""
    if name not in KINDS:
        raise HTTPException(404)
    pressed, headers = _pressed(name), {"Vary": "Accept-Encoding", **A_DAY}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(pressed, media_type=KINDS[name], headers={"Content-Encoding": "gzip", **headers})
    return Response(gzip.decompress(pressed), media_type=KINDS[name], headers=headers)


@cache
def _pressed(name: str) -> bytes:
    return (ASSETS / f"{name}.gz").read_bytes()


@cache
def _start() -> bytes:
    return (ASSETS / "start.js").read_bytes()
