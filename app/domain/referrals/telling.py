"""How an asker stands to a handoff, and what of it and of its history there is that may have to be withheld."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.clients.access import Tier
from app.domain.disclosure.elements import Claim, Noun, Standing
from app.domain.disclosure.withholding import tells, withheld
from app.domain.identity import AgencyId
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.history import HistoryEntry
from app.domain.referrals.states import HandoffState

TOLD_BACK = frozenset({HandoffState.DECLINED, HandoffState.COMPLETED, HandoffState.FAILED, HandoffState.HANDED_BACK})
"""Where something is told back, or would be: which of reason and outcome there is, is not told either."""


def standing_to(handoff: Handoff, asker: Asker) -> Standing:
    """Return how an asker stands who opens a handoff: the tiers bind its provider, the client's word all others."""
    bound = asker.only_provides(handoff.sender, handoff.provider) or handoff.offers_to(asker.agency)
    standing = Standing(tier=handoff.tier if bound else Tier.IDENTITY, claims=frozenset({Claim.OPENED}))
    standing = standing.also(Claim.OWN, when=asker.agency in {handoff.provider, handoff.asked})
    return standing.also(Claim.FEEDBACK, when=handoff.feedback)


def withheld_of(handoff: Handoff, standing: Standing, details: str | None) -> tuple[str, ...]:
    """Name what there is in a handoff and is not told; what its tier has not reached yet, its `tier` tells."""
    return withheld(Noun.HANDOFF, standing, _there(handoff, details))


def told_entry(entry: HistoryEntry, handoff: Handoff | None, asker: Asker, *, as_sender: bool = False) -> HistoryEntry:
    """Return a line of history as an asker reads it; `as_sender`, where the referral itself was opened.

    A note of the sender's may tell who the client is, and one of the provider's what came of it.
    """
    if handoff is None:
        return entry
    standing = standing_to_words(entry.voice, handoff, asker, as_sender=as_sender)
    words = {"note": entry.note, "reason": entry.reason}
    left = {name: told if tells(Noun.HISTORY, name, standing) else None for name, told in words.items()}
    there = [name for name, told in words.items() if told is not None]
    without = withheld(Noun.HISTORY, standing, there)
    return replace(entry, note=left["note"], reason=left["reason"], withheld=without)


def standing_to_words(voice: AgencyId, handoff: Handoff, asker: Asker, *, as_sender: bool = False) -> Standing:
    """Return how an asker stands to what one side has said about a handoff."""
    if asker.only_provides(handoff.sender, handoff.provider) and not as_sender:
        standing = Standing(tier=handoff.tier, claims=frozenset({Claim.FEEDBACK}))
        return standing.also(Claim.OWN, when=voice == handoff.provider)
    told_back = handoff.feedback or handoff.provider == asker.agency
    return Standing().also(Claim.FEEDBACK, when=told_back).also(Claim.OWN, when=voice == handoff.sender)


def _there(handoff: Handoff, details: str | None) -> Iterator[str]:
    yield from ("outcome", "reason") if handoff.state in TOLD_BACK else ()
    yield from (name for name in ("meeting", "outcome", "reason", "waitlist") if getattr(handoff, name) is not None)
    if handoff.silenced:
        yield "client"
        yield from ("details",) if details else ()
