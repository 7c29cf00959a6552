"""How printed papers leave: shown in the browser, kept from fetching anything, named for whoever saves them."""

from http import HTTPStatus

from starlette.requests import Request

from app.api.accepting import preferred
from app.api.problems import Refusal, Refused
from app.api.rendering import etag
from app.domain.sensitivity.notices import HEADER
from app.ports.printing import Medium, Print
from app.ports.transactions import Answer

ENDINGS = {Medium.PAGE: "html", Medium.SHEET: "pdf"}
POLICY = "default-src 'none'; {styles}frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def chosen(request: Request, media: list[str]) -> str:
    """Return the media type that the caller likes best; raises a 406 when it takes none."""
    kind = preferred(request, media)
    if kind is None:
        detail = f"The answer is {' or '.join(media)}."
        raise Refused(Refusal(status=HTTPStatus.NOT_ACCEPTABLE, code="request.not-acceptable", detail=detail))
    return kind


def printed_answer(printed: Print, name: str, version: int, notice: str | None = None) -> Answer:
    """Render a printed paper, with the notice that stands on it."""
    styles = " ".join(f"'{digest}'" for digest in printed.styles)
    charset = "; charset=utf-8" if printed.medium is Medium.PAGE else ""
    headers = {
        "Content-Type": f"{printed.medium.value}{charset}",
        "Content-Language": printed.language,
        "Content-Disposition": f'inline; filename="{name}.{ENDINGS[printed.medium]}"',
        "Content-Security-Policy": POLICY.format(styles=f"style-src {styles}; " if styles else ""),
        "ETag": etag(version, printed.body),
        "Vary": "Accept",
        **({} if notice is None else {HEADER: notice}),
    }
    return Answer(status=HTTPStatus.OK, headers=tuple(headers.items()), body=printed.body)
