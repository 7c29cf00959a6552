"""The documentation: the OpenAPI document and a page that shows it, without a request to any other host.

The document is the file that is published with the code; a test holds it against the code. To make it would take a
process seconds, and leave behind what checks every model that there is.
"""

from functools import lru_cache
from html import escape
from http import HTTPStatus
from pathlib import Path

import msgspec
from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from swagger_ui_bundle import swagger_ui_path

from app.api.openapi import describe
from app.api.openapi_for_docs import as_3_0

PUBLISHED = Path(__file__).parents[2] / "openapi" / "openapi.json"
ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
A_DAY = {"Cache-Control": "public, max-age=86400"}
AN_HOUR = {"Cache-Control": "public, max-age=3600"}
START = b"""\
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/docs/openapi-3.0.json",
    dom_id: "#docs",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    validatorUrl: null,
  });
});
"""
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} API</title>
<link rel="icon" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<script src="/docs/assets/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</head>
<body>
<main id="docs"><noscript>The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></main>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get("/")
async def read_root() -> Response:
    """Lead whoever opens the service's bare address to the reference."""
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": "/docs"})


@router.get("/openapi.json")
async def read_document(request: Request) -> Response:
    """Serve the OpenAPI 3.1 document."""
    return Response(_document(request.app), media_type="application/json", headers=AN_HOUR)


@router.get("/docs/openapi-3.0.json")
async def read_document_for_docs(request: Request) -> Response:
    """Serve the document as the page reads it."""
    return Response(_document_for_docs(request.app), media_type="application/json", headers=AN_HOUR)


@router.get("/docs")
async def read_docs(request: Request) -> Response:
    """Serve the page."""
    page = PAGE.format(title=escape(request.app.title))
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": POLICY, **AN_HOUR})


@router.get("/docs/start.js")
async def read_start() -> Response:
    """Serve the script that starts the page; a file, because inline scripts are forbidden."""
    return Response(START, media_type="text/javascript", headers=A_DAY)


@router.get("/docs/assets/{name}")
async def read_asset(name: str) -> Response:
    """Serve one of the page's own files."""
    if name not in ASSETS:
        raise HTTPException(404)
    return FileResponse(Path(str(swagger_ui_path)) / name, media_type=ASSETS[name], headers=A_DAY)


@lru_cache(maxsize=1)
def _document(app: FastAPI) -> bytes:
    """Return the document in few bytes; where no file came with the code, it is made."""
    return msgspec.json.encode(msgspec.json.decode(PUBLISHED.read_bytes()) if PUBLISHED.exists() else describe(app))


@lru_cache(maxsize=1)
def _document_for_docs(app: FastAPI) -> bytes:
    return msgspec.json.encode(as_3_0(msgspec.json.decode(_document(app))))
