"""What may happen to a need: how it goes, and how sure anybody is of it, as two small tables (FHIR Condition)."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from app.domain.lifecycle import Machine, Move, Offer, Party


class NeedStatus(StrEnum):
    """How a need goes (Condition.clinicalStatus); `entered_in_error` is verificationStatus and stands alone."""

    ACTIVE = "active"
    RECURRENCE = "recurrence"
    RELAPSE = "relapse"
    INACTIVE = "inactive"
    REMISSION = "remission"
    RESOLVED = "resolved"
    ENTERED_IN_ERROR = "entered_in_error"


class Verification(StrEnum):
    """How sure anybody is of a need (Condition.verificationStatus)."""

    UNCONFIRMED = "unconfirmed"
    PROVISIONAL = "provisional"
    DIFFERENTIAL = "differential"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class NeedAction(StrEnum):
    """What can be done to a need's status."""

    RESOLVE = "resolve"
    REMIT = "remit"
    INACTIVATE = "inactivate"
    RELAPSE = "relapse"
    RECUR = "recur"
    REACTIVATE = "reactivate"
    ENTER_IN_ERROR = "enter_in_error"


class VerificationAction(StrEnum):
    """What can be done to the certainty of a need."""

    CONFIRM = "confirm"
    DOUBT = "doubt"
    REFUTE = "refute"


S = NeedStatus
V = Verification
OPEN = frozenset({S.ACTIVE, S.RECURRENCE, S.RELAPSE})
ABATED = frozenset({S.INACTIVE, S.REMISSION, S.RESOLVED})
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})


def _row(
    action: NeedAction, sources: frozenset[NeedStatus], target: NeedStatus, why: str
) -> Move[NeedStatus, NeedAction]:
    return Move(action=action, sources=sources, target=target, by=OWNER, why=why)


def _sure(action: VerificationAction, target: Verification, why: str) -> Move[Verification, VerificationAction]:
    return Move(action=action, sources=frozenset(V) - {target}, target=target, by=OWNER, why=why)


NEEDS: Machine[NeedStatus, NeedAction] = Machine(
    "need",
    S,
    (
        _row(NeedAction.RESOLVE, OPEN | {S.INACTIVE, S.REMISSION}, S.RESOLVED, "the need is met or gone"),
        _row(NeedAction.REMIT, OPEN, S.REMISSION, "its signs have eased, and may come back"),
        _row(NeedAction.INACTIVATE, OPEN | {S.REMISSION}, S.INACTIVE, "it does not trouble the client now"),
        _row(NeedAction.RELAPSE, frozenset({S.INACTIVE, S.REMISSION}), S.RELAPSE, "it is back after it had eased"),
        _row(NeedAction.RECUR, frozenset({S.RESOLVED}), S.RECURRENCE, "it has come again after it was resolved"),
        _row(NeedAction.REACTIVATE, ABATED, S.ACTIVE, "it was not over after all"),
        _row(
            NeedAction.ENTER_IN_ERROR,
            frozenset(S) - {S.ENTERED_IN_ERROR},
            S.ENTERED_IN_ERROR,
            "it should never have been recorded",
        ),
    ),
)

VERIFICATIONS: Machine[Verification, VerificationAction] = Machine(
    "need",
    V,
    (
        _sure(VerificationAction.CONFIRM, V.CONFIRMED, "somebody has made sure"),
        _sure(VerificationAction.DOUBT, V.UNCONFIRMED, "it needs another look"),
        _sure(VerificationAction.REFUTE, V.REFUTED, "it is not so; a need that was open becomes inactive"),
    ),
)

NEED_PAST: Mapping[NeedAction | VerificationAction, str] = {
    NeedAction.RESOLVE: "resolved",
    NeedAction.REMIT: "remitted",
    NeedAction.INACTIVATE: "inactivated",
    NeedAction.RELAPSE: "relapsed",
    NeedAction.RECUR: "recurred",
    NeedAction.REACTIVATE: "reactivated",
    NeedAction.ENTER_IN_ERROR: "entered_in_error",
    VerificationAction.CONFIRM: "confirmed",
    VerificationAction.DOUBT: "doubted",
    VerificationAction.REFUTE: "refuted",
}
NEED_FHIR = {status: "none" if status is S.ENTERED_IN_ERROR else status.value for status in S}
REOPENING = frozenset({NeedAction.RELAPSE, NeedAction.RECUR, NeedAction.REACTIVATE})
NOT_SERVED = "for agencies that serve the client"
REFUTED_REASON = "not possible while refuted: confirm it first"


@cache
def need_offers(status: NeedStatus, verification: Verification, parties: frozenset[Party]) -> tuple[Offer, ...]:
    """Every action on a need as it stands, with the reason where it is refused now, or to these parties."""
    if not parties & OWNER:
        return tuple(Offer(action=action.value, allowed=False, reason=NOT_SERVED) for action in NEED_PAST)
    if status is S.ENTERED_IN_ERROR:
        sure = tuple(
            Offer(action=action.value, allowed=False, reason="not possible while entered in error")
            for action in VerificationAction
        )
    else:
        sure = VERIFICATIONS.offers(verification, OWNER)
    offers = NEEDS.offers(status, OWNER)
    if verification is V.REFUTED:
        offers = tuple(_unless_refuted(offer) for offer in offers)
    return (*offers, *sure)


def _unless_refuted(offer: Offer) -> Offer:
    if not offer.allowed or NeedAction(offer.action) not in REOPENING:
        return offer
    return Offer(action=offer.action, allowed=False, reason=REFUTED_REASON)
