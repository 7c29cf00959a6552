"""A message between the sides of a handoff as a Communication within its Task, each side as it may read it.

https://hl7.org/fhir/R4/communication.html
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import MASKED, Json, moment, said, to, told
from app.domain.disclosure.elements import Noun
from app.domain.disclosure.withholding import tells
from app.domain.identity import AgencyId
from app.domain.referrals.asker import Asker
from app.domain.referrals.message import PlacedMessage, show_message
from app.domain.referrals.telling import standing_to
from app.domain.resources.reading import ResourceReading


def drawings(placed: PlacedMessage) -> tuple[Drawing, ...]:
    """Draw a message for each side; what its author posted beside it comes back to the author alone.

    Who is no side reads what the sender may be told.
    """
    handoff, message = placed.handoff, placed.message
    mine, theirs = (_communication(placed, side) for side in (handoff.sender, handoff.provider))
    apart = handoff.sender != handoff.provider
    drawing = Drawing(
        type="Communication",
        id=message.id,
        reading=ResourceReading.PARTIES,
        client=handoff.client,
        agency=message.agency,
        parties=frozenset({handoff.sender, handoff.provider}),
        kinds=handoff.piece.kinds,
        labels=handoff.sensitivity,
        whole=mine,
        other=theirs if apart else None,
        other_agency=handoff.provider if apart else None,
        others_own=message.agency != handoff.sender,
    )
    return (drawing,)


def _communication(placed: PlacedMessage, agency: AgencyId) -> Json:
    """Write what one side is told; what the labels are called would tell more than a summary does."""
    handoff, message = placed.handoff, placed.message
    asker = Asker(agency=agency, roles=frozenset(), network_wide=False)
    view = show_message(message, handoff, asker)
    named = tells(Noun.HANDOFF, "client_id", standing_to(handoff, asker))
    return told(
        {
            "meta": meta(handoff.sensitivity, redacted=bool(view.withheld) or not named, unnamed=not named),
            "basedOn": [to("ServiceRequest", handoff.id)],
            "partOf": [to("Task", handoff.id)],
            "status": "completed",
            "subject": to("Patient", handoff.client) if named else MASKED,
            "sent": moment(message.at),
            "recipient": [to("Organization", placed.listener)],
            "sender": to("Organization", message.agency),
            "payload": [{"contentString": said(view.text) or "-"}] if view.text is not None else [],
        }
    )
