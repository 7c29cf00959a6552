"""The actions that each representation offers, as bytes made once for each state and side: only the id is put in."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from app.api.rendering import encode
from app.domain.lifecycle import Offer

PLACE = "00000000-0000-0000-0000-000000000000"
_PLACE = PLACE.encode()
# Keyed by identity, and kept with the offers themselves so that no identity is given twice: hashing costs more.
_templates: dict[tuple[int, bool], tuple[Sequence[Offer], bytes]] = {}


def actions(path: str, subject: UUID, offers: tuple[Offer, ...]) -> msgspec.Raw:
    """Return `available_actions` of a thing that lives at `path` and its id."""
    return msgspec.Raw(_with(path, subject, offers, all_of_them=True))


def line(path: str, subject: UUID, told: str, beside: bytes, offers: tuple[Offer, ...]) -> msgspec.Raw:
    """Put together an item of a list: what the database told, what belongs to its state, and what is allowed now."""
    allowed = _with(path, subject, offers, all_of_them=False)
    return msgspec.Raw(b'%b,%b,"available_actions":%b}' % (told[:-1].encode(), beside, allowed))


def members(value: dict[str, object]) -> bytes:
    """Encode members to be put into an object."""
    return encode(value)[1:-1]


def _with(path: str, subject: UUID, offers: tuple[Offer, ...], *, all_of_them: bool) -> bytes:
    key = (id(offers), all_of_them)
    known = _templates.get(key)
    if known is None or known[0] is not offers:
        shown = [offer for offer in offers if offer.allowed or all_of_them]
        known = _templates[key] = (offers, _template(path, shown))
    return known[1].replace(_PLACE, str(subject).encode())


def _template(path: str, offers: Sequence[Offer]) -> bytes:
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
