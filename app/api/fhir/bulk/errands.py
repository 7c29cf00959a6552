"""What is alike at the door of every errand that is left by FHIR: https://hl7.org/fhir/R4/async.html.

Kick-off, status and deletion; what is done is done by the worker.
"""

from collections.abc import Callable
from email.utils import format_datetime
from http import HTTPStatus

from app.api.fhir.asking import Asked, Told
from app.api.fhir.media import JSON
from app.api.fhir.outcomes import Unfit, invalid, not_supported
from app.api.fhir.targets import target_of
from app.api.operation_outcomes import Issue
from app.domain.errands.bulk_export import BulkExport
from app.domain.errands.bulk_import import BulkImport
from app.domain.errands.errand import Errand, ErrandStatus
from app.domain.errors import NotFound
from app.domain.identity import ErrandId
from app.ports.security import Seal
from app.use_cases.core import Context, UseCase

AGAIN = "2"
BEGUN = Issue(code="informational", text="It is being made: see Content-Location.", severity="information")
GIVEN_UP = Issue(code="informational", text="It is given up.", severity="information")
OPERATIONS = {BulkExport.noun: "$export", BulkImport.noun: "$import"}


def errand_of(asked: Asked) -> ErrandId:
    """Return which errand is asked for."""
    return ErrandId(target_of(asked.place).id)


def address_of(base: str, errand: Errand) -> str:
    """Return where to ask for an errand."""
    return f"{base}/{OPERATIONS[errand.noun]}/{errand.id}"


def begun_at(asked: Asked, errand: Errand) -> Told:
    """Say that an errand has begun, and where to ask for it."""
    headers = {"Content-Location": address_of(asked.base, errand)}
    return Told(status=HTTPStatus.ACCEPTED, issues=(BEGUN,), headers=headers)


def told(asked: Asked, errand: Errand, progress: str, manifest: Callable[[], bytes]) -> Told:
    """Tell how far an errand has come, or what came of it; in a body, some clients look for the address to ask at."""
    if errand.status is ErrandStatus.FAILED:
        text = errand.failure or "It failed."
        raise Unfit(HTTPStatus.INTERNAL_SERVER_ERROR, Issue(code="exception", text=text, name=f"{errand.noun}.failed"))
    if errand.running:
        headers = {"Content-Location": address_of(asked.base, errand), "X-Progress": progress, "Retry-After": AGAIN}
        return Told(status=HTTPStatus.ACCEPTED, body=b"", headers=headers)
    headers = {"Content-Type": JSON, "Expires": format_datetime(errand.expires_at, usegmt=True)}
    return Told(status=HTTPStatus.OK, body=manifest(), headers=headers)


def given_up(asked: Asked, give_up: UseCase[[ErrandId], None]) -> UseCase[[], Told]:
    """Stop an errand, or throw away what came of it."""
    id_ = errand_of(asked)

    async def verb(context: Context) -> Told:
        await give_up(context, id_)
        return Told(status=HTTPStatus.ACCEPTED, issues=(GIVEN_UP,))

    return UseCase(verb, give_up.rule)


def check_async(asked: Asked) -> None:
    """Refuse who does not say that it will come back for the answer (RFC 7240, section 4.1)."""
    if not asked.prefer.respond_async:
        raise invalid("This takes longer than a request: send Prefer: respond-async.", "http.prefer")


def seal_of(asked: Asked) -> Seal:
    """Return what seals that which is kept."""
    if asked.seal is None:
        raise not_supported("A bundle cannot ask for this.", HTTPStatus.BAD_REQUEST)
    return asked.seal


def number_of(asked: Asked) -> int:
    """Return the number with which the name of a file begins; 404 for what is no name of a file."""
    number = asked.place.member.partition(".")[0]
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - more than there can be
        raise NotFound("file")
    return int(number)
