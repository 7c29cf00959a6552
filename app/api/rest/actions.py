"""The actions that each representation offers, as bytes made once for each state and side: only the id is put in."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from app.api.rendering import encode
from app.domain.lifecycle import Offer

PLACE = "00000000-0000-0000-0000-000000000000"
_PLACE = PLACE.encode()
# Keyed by identity, and kept with the offers themselves so that no identity is given twice: hashing costs more.
_templates: dict[int, tuple[Sequence[Offer], bytes]] = {}


def actions(path: str, subject: UUID, offers: tuple[Offer, ...]) -> msgspec.Raw:
    """Return `available_actions` of a thing that lives at `path` and its id."""
    known = _templates.get(id(offers))
    if known is None or known[0] is not offers:
        known = (offers, _template(path, offers))
        _templates[id(offers)] = known
    return msgspec.Raw(known[1].replace(_PLACE, str(subject).encode()))


def _template(path: str, offers: tuple[Offer, ...]) -> bytes:
    return encode(
        [
            {
                "action": offer.action,
                "href": f"{path}/{PLACE}/{offer.action.replace('_', '-')}",
                "allowed": offer.allowed,
                "reason": offer.reason,
            }
            for offer in offers
        ]
    )
