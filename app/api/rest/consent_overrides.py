"""Overrides of missing consents over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.actions import actions
from app.api.rest.schemas.consent_overrides import ConsentOverrideIn, ConsentOverrideOut, OverrideDecisionIn
from app.domain.consents.override import OverrideState
from app.domain.identity import OverrideId, ReferralId
from app.ports.consent_overrides import OverrideFilter
from app.ports.referrals import Order
from app.ports.transactions import Answer
from app.use_cases.consents import consent_overrides
from app.use_cases.consents.consent_overrides import ShownOverride

PATH = "/v1/consent-overrides"
operations = Operations("Consents", PATH)
router = operations.router
referral_operations = Operations("Consents", "/v1/referrals")
referral_router = referral_operations.router

ReferralQuery = Annotated[UUID | None, Query(description="Only for this referral.")]
StateQuery = Annotated[OverrideState | None, Query(description="Only in this state.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@referral_operations.post(
    "/{referral_id}/consent-override", consent_overrides.ask, answers=ConsentOverrideOut, status=201
)
async def request_consent_override(desk: AtDesk, referral_id: UUID, override: ConsentOverrideIn) -> Response:
    """Ask to send a referral without the client's consent.

    For supervisors and coordinators. It counts once a second person has approved it, for this referral and for a few
    hours. Never for substance use programs (42 CFR Part 2) and victim services.
    """
    return await desk.answer(_made, consent_overrides.ask, ReferralId(referral_id), override.reason)


@operations.get("", consent_overrides.browse, answers=PageOf[ConsentOverrideOut])
async def list_consent_overrides(
    desk: AtDesk,
    page: Paged,
    referral_id: ReferralQuery = None,
    state: StateQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List overrides.

    Those of your agency; for privacy officers and coordinators, those of the network.
    """
    which = OverrideFilter(referral=ReferralId(referral_id) if referral_id else None, state=state)
    return await desk.answer(
        lambda found: page.answer(found, view),
        consent_overrides.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.get("/{override_id}", consent_overrides.read, answers=ConsentOverrideOut)
async def read_consent_override(desk: AtDesk, override_id: UUID) -> Response:
    """Read an override."""
    return await desk.answer(_shown, consent_overrides.read, OverrideId(override_id))


@operations.post("/{override_id}/approve", consent_overrides.approve, answers=ConsentOverrideOut)
async def approve_consent_override(
    desk: AtDesk, override_id: UUID, expected: Expected, decision: OverrideDecisionIn
) -> Response:
    """Approve an override.

    For somebody else than the one who asked: a supervisor of the agency, a coordinator or a privacy officer.
    """
    return await desk.answer(
        _shown, consent_overrides.approve, OverrideId(override_id), decision.note, expected=expected
    )


@operations.post("/{override_id}/refuse", consent_overrides.refuse, answers=ConsentOverrideOut)
async def refuse_consent_override(
    desk: AtDesk, override_id: UUID, expected: Expected, decision: OverrideDecisionIn
) -> Response:
    """Refuse an override.

    The referral waits for the client's consent.
    """
    return await desk.answer(
        _shown, consent_overrides.refuse, OverrideId(override_id), decision.note, expected=expected
    )


@operations.post("/{override_id}/withdraw", consent_overrides.withdraw, answers=ConsentOverrideOut)
async def withdraw_consent_override(desk: AtDesk, override_id: UUID, expected: Expected) -> Response:
    """Take a request or its approval back."""
    return await desk.answer(_shown, consent_overrides.withdraw, OverrideId(override_id), expected=expected)


def view(shown: ShownOverride) -> dict[str, Any]:
    """Put an override into the words of `ConsentOverrideOut`."""
    override = shown.override
    return {
        "id": override.id,
        "referral_id": override.referral,
        "client_id": override.client,
        "agency_id": override.agency,
        "reason": override.reason,
        "asked_by": override.asked_by,
        "state": override.state,
        "decided_by": override.decided_by,
        "decided_at": override.decided_at,
        "note": override.note,
        "until": override.until,
        "version": override.version,
        "created_at": override.created_at,
        "updated_at": override.updated_at,
        "available_actions": actions(PATH, override.id, shown.offers),
    }


def _shown(shown: ShownOverride) -> Answer:
    return answer(view(shown), version=shown.override.version)


def _made(shown: ShownOverride) -> Answer:
    override = shown.override
    return created(view(shown), version=override.version, location=f"{PATH}/{override.id}")
