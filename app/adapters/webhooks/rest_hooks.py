"""Carries notifications of subscriptions through the guarded way out, with the headers that the receiver wants to see.

https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/channels.html#rest-hook
"""

from datetime import datetime

from app.adapters.webhooks.sender import ANSWER_BYTES, retry_after
from app.domain.sensitivity.notices import HEADER, notices_for, said
from app.domain.subscriptions.subscription import MASK
from app.domain.webhooks.delivery import Outcome
from app.ports.gateways import NoAnswer, PublicWeb
from app.ports.subscriptions import Parcel, Speech

FHIR_JSON = "application/fhir+json"
UNREADABLE = "headers were sealed under another service key"


class RestHooks:
    """`Notifier` of the channel type rest-hook."""

    def __init__(self, web: PublicWeb, speech: Speech) -> None:
        self._web, self.speech = web, speech

    async def send(self, parcel: Parcel, at: datetime) -> Outcome:
        """Post a notification; the URL passes the guard again now, and the receiver's body is thrown away."""
        address = parcel.address
        if any(value == MASK for _, value in address.headers):
            return Outcome(error=UNREADABLE)
        headers = {name.lower(): value for name, value in address.headers} | {"content-type": FHIR_JSON}
        if (line := said(notices_for(parcel.notice.labels))) is not None:
            headers[HEADER.lower()] = line
        body = self.speech.written(parcel.notice, at)
        seconds = address.timeout.total_seconds()
        try:
            answer = await self._web.post(address.url, headers=headers, body=body, seconds=seconds, limit=ANSWER_BYTES)
        except NoAnswer as silence:
            return Outcome(error=silence.kind.value)
        return Outcome(status=answer.status, retry_after=retry_after(answer.headers, at))
