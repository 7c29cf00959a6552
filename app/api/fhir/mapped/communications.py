"""Communication: what one side of a handoff says to the other is a message; every other one is kept as it came.

https://hl7.org/fhir/R4/communication.html
"""

from collections.abc import Iterator
from uuid import UUID

from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, all_named, id_of, pointing
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.identity import AgencyId, ClientId
from app.use_cases.core import UseCase
from app.use_cases.told.told_messages import ToldMessage, fixed, said

TYPE = "Communication"
NAMING = ("partOf", "basedOn", "about")
PLACES = {
    "/text": "Communication.payload",
    "/client_id": "Communication.subject",
    "/agency_id": "Communication.sender",
}


def writer() -> Writer:
    """Return the writer: what was said never changes."""
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE), remembers=False)


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    about = tuple(dict.fromkeys(_about(resource)))
    recipients = all_named(resource, "recipient", "Organization")
    whole = resource["status"] == "completed" and "modifierExtension" not in resource
    if not (whole and about and recipients):
        return kept(TYPE)
    payload = resource.get("payload", [])
    sender, client = id_of(resource, "sender", "Organization"), id_of(resource, "subject", "Patient")
    told = ToldMessage(
        text="\n\n".join(each["contentString"] for each in payload if "contentString" in each),
        about=about,
        recipients=frozenset(map(AgencyId, recipients)),
        agencies=frozenset({AgencyId(sender)} if sender else ()),
        client=None if client is None else ClientId(client),
        unfit=tuple(_unfit(payload)),
        references=posted.draft.references,
    )
    return pointing(said(told), PLACES)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    return fixed(subject, posted.draft.face)


def _about(resource: Json) -> Iterator[UUID]:
    """Yield the requests and orders that it names."""
    for member in NAMING:
        for type_ in ("Task", "ServiceRequest"):
            yield from all_named(resource, member, type_)


def _unfit(payload: list[Json]) -> Iterator[str]:
    for place, each in enumerate(payload):
        for name in ("contentAttachment", "contentReference"):
            if name in each:
                yield f"Communication.payload[{place}].{name}"
