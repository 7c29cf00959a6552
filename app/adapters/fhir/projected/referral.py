"""A referral with its handoffs: the sender's order, and for each provider an order of its own and a Task."""

from collections.abc import Iterator
from uuid import UUID

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.handoff_task import accepted_before, question_of, task_of
from app.adapters.fhir.projected.service_request import filler_order, original_order
from app.adapters.fhir.projected.telling import Told, sides
from app.adapters.fhir.projected.values import Json
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.told_moves import question_id
from app.domain.resources.reading import ResourceReading


def drawings(referral: Referral) -> tuple[Drawing, ...]:
    """Draw a referral and every handoff of it."""
    handoffs = sorted(referral.handoffs, key=lambda each: each.position)
    return (_original(referral), *(drawn for each in handoffs for drawn in _of_handoff(referral, each)))


def _original(referral: Referral) -> Drawing:
    return Drawing(
        type="ServiceRequest",
        id=referral.id,
        reading=ResourceReading.PARTIES,
        client=referral.client,
        agency=referral.sender,
        parties=frozenset({referral.sender}),
        kinds=referral.piece.kinds,
        labels=referral.sensitivity,
        whole=original_order(referral),
    )


def _of_handoff(referral: Referral, handoff: Handoff) -> Iterator[Drawing]:
    mine, theirs = sides(referral, handoff)
    yield _drawn("ServiceRequest", handoff.id, mine, filler_order(mine), filler_order(theirs) if theirs else None)
    before = accepted_before(handoff)
    if before is not None:
        yield _task(*sides(referral, before))
    yield _task(mine, theirs)
    asked = question_of(mine)
    if asked is not None:
        yield _drawn("Task", question_id(handoff.id), mine, asked, question_of(theirs) if theirs else None)


def _task(mine: Told, theirs: Told | None) -> Drawing:
    return _drawn("Task", mine.handoff.id, mine, task_of(mine), task_of(theirs) if theirs else None)


def _drawn(type_: str, id_: UUID, part: Told, whole: Json, other: Json | None) -> Drawing:
    """Draw one thing of a handoff: the provider is a party once it was asked."""
    handoff = part.handoff
    if handoff.pooled and other is not None:
        return _pooled(type_, id_, handoff, whole, other)
    asked = {handoff.provider} if handoff.sent_at is not None else set()
    return Drawing(
        type=type_,
        id=id_,
        reading=ResourceReading.PARTIES,
        client=handoff.client,
        agency=handoff.sender,
        parties=frozenset({handoff.sender} | asked),
        kinds=handoff.piece.kinds,
        labels=handoff.sensitivity,
        whole=whole,
        other=other if other != whole else None,
        other_agency=handoff.provider if other not in (None, whole) else None,
    )


def _pooled(type_: str, id_: UUID, handoff: Handoff, whole: Json, offered: Json) -> Drawing:
    """Draw one thing of a handoff in a pool: many read the little that it tells, and its sender reads the whole."""
    return Drawing(
        type=type_,
        id=id_,
        reading=ResourceReading.PARTIES,
        client=handoff.client,
        agency=handoff.sender,
        parties=handoff.offered_to | {handoff.sender},
        kinds=handoff.piece.kinds,
        labels=handoff.sensitivity,
        whole=offered,
        other=whole,
        other_agency=handoff.sender,
    )
