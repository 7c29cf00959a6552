"""What stands between a draft and its sending, listed before the sender tries."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.referrals.states import ReferralState


class BlockerCode(StrEnum):
    """What stands in the way (domain, section 2.2)."""

    CONSENT_MISSING = "consent_missing"
    AUTHORIZATION_REQUIRED = "authorization_required"
    DUPLICATE_OPEN = "duplicate_open"
    INELIGIBLE = "ineligible"
    DO_NOT_CONTACT = "do_not_contact"
    NO_PROVIDER = "no_provider"


class Weight(StrEnum):
    """Whether a blocker is a wall, can be overridden with a reason, or only must be known."""

    WALL = "wall"
    WARNING = "warning"
    NOTICE = "notice"


WEIGHTS = {
    BlockerCode.CONSENT_MISSING: Weight.WALL,
    BlockerCode.AUTHORIZATION_REQUIRED: Weight.WALL,
    BlockerCode.DUPLICATE_OPEN: Weight.WARNING,
    BlockerCode.INELIGIBLE: Weight.WARNING,
    BlockerCode.DO_NOT_CONTACT: Weight.NOTICE,
    BlockerCode.NO_PROVIDER: Weight.WALL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing in the way, in words; `handoff` names the provider's share that it concerns, if only one.

    `do_not_contact` never stops a referral: it stops every message to the client, so both sides must know it.
    """

    code: BlockerCode
    message: str
    handoff: str | None = None

    @property
    def weight(self) -> Weight:
        """Return how heavy it is."""
        return WEIGHTS[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known about a draft when its blockers are looked for."""

    handoffs: tuple[str, ...]
    without_consent: tuple[str, ...] = ()
    ineligible: tuple[tuple[str, str], ...] = ()
    authorization_missing: bool = False
    duplicates: int = 0
    do_not_contact: bool = False


def find_blockers(known: Circumstances) -> tuple[Blocker, ...]:
    """Return everything in the way, walls first."""
    return (*_general(known), *_per_handoff(known))


def check_sendable(blockers: tuple[Blocker, ...], override_reason: str | None) -> None:
    """Refuse to send while a wall stands, or a warning without a reason to override it."""
    heavy = {Weight.WALL} if override_reason else {Weight.WALL, Weight.WARNING}
    standing = [blocker for blocker in blockers if blocker.weight in heavy]
    if standing:
        raise Conflict(
            "referral.blocked",
            f"The referral cannot be sent: {', '.join(dict.fromkeys(blocker.code for blocker in standing))}.",
            blockers=[
                {"code": blocker.code.value, "weight": blocker.weight.value, "message": blocker.message}
                for blocker in standing
            ],
        )


def only_authorization(blockers: tuple[Blocker, ...]) -> bool:
    """Whether the payer's word is the only wall, so that the referral waits for it rather than being refused."""
    return {blocker.code for blocker in blockers if blocker.weight is Weight.WALL} == {
        BlockerCode.AUTHORIZATION_REQUIRED
    }


def refuses_to_send(state: ReferralState, blockers: tuple[Blocker, ...]) -> bool:
    """Whether sending is refused whatever reason is given; a draft that lacks the payer's word alone waits for it."""
    waits = state is ReferralState.DRAFT and only_authorization(blockers)
    return not waits and any(blocker.weight is Weight.WALL for blocker in blockers)


def _general(known: Circumstances) -> list[Blocker]:
    found = {
        BlockerCode.NO_PROVIDER: (not known.handoffs, "No provider is named."),
        BlockerCode.AUTHORIZATION_REQUIRED: (known.authorization_missing, "The payer's authorization is missing."),
        BlockerCode.DUPLICATE_OPEN: (
            known.duplicates > 0,
            "The client has an active referral of this category; give an override_reason to send another.",
        ),
        BlockerCode.DO_NOT_CONTACT: (known.do_not_contact, "The client does not want to be contacted by anyone."),
    }
    return [Blocker(code=code, message=message) for code, (stands, message) in found.items() if stands]


def _per_handoff(known: Circumstances) -> list[Blocker]:
    consents = [
        Blocker(
            code=BlockerCode.CONSENT_MISSING,
            message="No consent of the client covers telling this provider about this need.",
            handoff=handoff,
        )
        for handoff in known.without_consent
    ]
    services = [Blocker(code=BlockerCode.INELIGIBLE, message=why, handoff=handoff) for handoff, why in known.ineligible]
    return [*consents, *services]
