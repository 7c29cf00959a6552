"""Signed papers over REST: bytes in, bytes out."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations
from app.api.preconditions import Expected
from app.api.problems import Refusal, Refused
from app.api.rendering import etag, nothing
from app.api.rest.consents import shown
from app.api.rest.schemas.consents import ConsentOut
from app.domain.consents.document import ENDINGS, MediaType, Paper
from app.domain.identity import ConsentId
from app.ports.transactions import Answer
from app.use_cases.consents import consent_documents
from app.use_cases.consents.consent_documents import ShownPaper

operations = Operations("Consents", "/v1/consents")
router = operations.router

MEDIA = [kind.value for kind in MediaType]
BODY = {
    "requestBody": {
        "required": True,
        "description": "The file itself, as it is: at most 1 MiB.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA},
    }
}
# A scan is what somebody sent: it is kept from running anything where it is opened.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@operations.get("/{consent_id}/document", consent_documents.read, answers=None, status=HTTPStatus.OK, produces=MEDIA)
async def read_consent_document(desk: AtDesk, consent_id: UUID) -> Response:
    """Download the signed paper of a consent.

    For those who may read the consent, as it was uploaded.
    """
    return await desk.answer(_downloaded, consent_documents.read, ConsentId(consent_id))


@operations.put(
    "/{consent_id}/document",
    consent_documents.attach,
    answers=ConsentOut,
    extra=BODY,
    refuses=[HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.REQUEST_TIMEOUT],
)
async def attach_consent_document(desk: AtDesk, request: Request, consent_id: UUID, expected: Expected) -> Response:
    """Upload the signed paper of a consent.

    A PDF, PNG or JPEG of at most 1 MiB, sent as it is; it takes the place of the one before. `If-Match` names the
    version of the consent.
    """
    paper = Paper(media_type=_media_type(request), content=await request.body())
    return await desk.answer(shown, consent_documents.attach, ConsentId(consent_id), paper, expected=expected)


@operations.delete("/{consent_id}/document", consent_documents.remove)
async def remove_consent_document(desk: AtDesk, consent_id: UUID, expected: Expected) -> Response:
    """Remove the signed paper of a consent.

    The consent itself stays as it is. `If-Match` names its version.
    """
    return await desk.answer(nothing, consent_documents.remove, ConsentId(consent_id), expected=expected)


def _media_type(request: Request) -> MediaType:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in MEDIA:
        raise Refused(
            Refusal(
                status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                code="request.media-type",
                detail=f"Send {' or '.join(MEDIA)}.",
                headers={"Accept": ", ".join(MEDIA)},
            )
        )
    return MediaType(kind)


def _downloaded(shown_paper: ShownPaper) -> Answer:
    paper = shown_paper.paper
    headers = {
        "Content-Type": paper.media_type.value,
        "Content-Disposition": f'attachment; filename="consent.{ENDINGS[paper.media_type]}"',
        "Content-Security-Policy": POLICY,
        "ETag": etag(shown_paper.version, paper.content),
    }
    return Answer(status=HTTPStatus.OK, headers=tuple(headers.items()), body=paper.content)
