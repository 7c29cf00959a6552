"""Needs over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.concepts import concept_view
from app.api.rest.schemas.needs import (
    NeedIn,
    NeedItemOut,
    NeedJudgementIn,
    NeedMoveIn,
    NeedOut,
    NeedStepOut,
    NewClientNeedIn,
    NewNeedIn,
)
from app.api.rest.schemas.participants import participant_view
from app.domain.care_plans.need import Need
from app.domain.care_plans.need_history import NeedStep
from app.domain.care_plans.need_moves import NeedAction, NeedStatus, VerificationAction
from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, NeedId
from app.domain.partial_date import PartialDate
from app.ports.needs import NeedFilter
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.care import needs
from app.use_cases.care.served_records import Shown

PATH = "/v1/needs"
operations = Operations("Needs", PATH)
router = operations.router
client_operations = Operations("Needs", "/v1/clients")
client_router = client_operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only of this client: of every agency, as far as you may.")]
AgencyQuery = Annotated[UUID | None, Query(description="Only kept by this agency.")]
StatusQuery = Annotated[NeedStatus | None, Query(description="Only of this status.")]
CategoryQuery = Annotated[Category | None, Query(description="Only of this category.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", needs.browse, answers=PageOf[NeedItemOut], refuses=[404])
async def list_needs(  # noqa: PLR0913, PLR0917 - one for each filter
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    agency_id: AgencyQuery = None,
    status: StatusQuery = None,
    category: CategoryQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List needs.

    Without a client: those that your agency keeps. With one: all of the client's that you may read.
    """
    which = NeedFilter(
        client=ClientId(client_id) if client_id else None,
        agency=AgencyId(agency_id) if agency_id else None,
        status=status,
        category=category,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, item_view), needs.browse, which, sort, after=page.after, limit=page.limit
    )


@client_operations.get("/{client_id}/needs", needs.browse, answers=PageOf[NeedItemOut])
async def list_client_needs(
    desk: AtDesk, page: Paged, client_id: UUID, status: StatusQuery = None, sort: SortQuery = Order.NEWEST
) -> Response:
    """List the needs of a client that you may read."""
    which = NeedFilter(client=ClientId(client_id), status=status)
    return await desk.answer(
        lambda found: page.answer(found, item_view), needs.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", needs.record, answers=NeedOut, status=201)
async def create_need(desk: AtDesk, need: NewNeedIn) -> Response:
    """Record a need of a client.

    For agencies that serve the client. Other agencies read it as far as the client's consents go.
    """
    return await desk.answer(_made, needs.record, need.client(), need.content(), verification=need.verification)


@client_operations.post("/{client_id}/needs", needs.record, answers=NeedOut, status=201)
async def create_client_need(desk: AtDesk, client_id: UUID, need: NewClientNeedIn) -> Response:
    """Record a need of this client."""
    client = ClientId(client_id)
    return await desk.answer(_made, needs.record, client, need.content(), verification=need.verification)


@operations.get("/{need_id}", needs.read, answers=NeedOut)
async def read_need(desk: AtDesk, need_id: UUID) -> Response:
    """Read a need."""
    return await desk.answer(_shown, needs.read, NeedId(need_id))


@operations.get("/{need_id}/history", needs.history, answers=PageOf[NeedStepOut])
async def list_need_history(desk: AtDesk, page: Paged, need_id: UUID) -> Response:
    """List how a need stood from when on."""
    return await desk.answer(
        lambda found: page.answer(found, step_view),
        needs.history,
        NeedId(need_id),
        after=page.after,
        limit=page.limit,
    )


@operations.put("/{need_id}", needs.change, answers=NeedOut)
async def change_need(desk: AtDesk, need_id: UUID, expected: Expected, need: NeedIn) -> Response:
    """Describe a need anew; how it goes is told by the actions."""
    return await desk.answer(_changed, needs.change, NeedId(need_id), need.content(), expected=expected)


@operations.post("/{need_id}/resolve", needs.act, answers=NeedOut)
async def resolve_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need is met or gone."""
    return await _act(desk, need_id, NeedAction.RESOLVE, expected, said)


@operations.post("/{need_id}/remit", needs.act, answers=NeedOut)
async def remit_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need has eased and may come back."""
    return await _act(desk, need_id, NeedAction.REMIT, expected, said)


@operations.post("/{need_id}/inactivate", needs.act, answers=NeedOut)
async def inactivate_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need does not trouble the client now."""
    return await _act(desk, need_id, NeedAction.INACTIVATE, expected, said)


@operations.post("/{need_id}/relapse", needs.act, answers=NeedOut)
async def relapse_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need is back after it had eased."""
    return await _act(desk, need_id, NeedAction.RELAPSE, expected, said)


@operations.post("/{need_id}/recur", needs.act, answers=NeedOut)
async def recur_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need has come again after it was resolved."""
    return await _act(desk, need_id, NeedAction.RECUR, expected, said)


@operations.post("/{need_id}/reactivate", needs.act, answers=NeedOut)
async def reactivate_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None) -> Response:
    """Say that a need was not over after all."""
    return await _act(desk, need_id, NeedAction.REACTIVATE, expected, said)


@operations.post("/{need_id}/enter-in-error", needs.act, answers=NeedOut)
async def enter_need_in_error(
    desk: AtDesk, need_id: UUID, expected: Expected, said: NeedMoveIn | None = None
) -> Response:
    """Say that a need should never have been recorded."""
    return await _act(desk, need_id, NeedAction.ENTER_IN_ERROR, expected, said)


@operations.post("/{need_id}/confirm", needs.judge, answers=NeedOut)
async def confirm_need(
    desk: AtDesk, need_id: UUID, expected: Expected, said: NeedJudgementIn | None = None
) -> Response:
    """Say that somebody has made sure of a need."""
    return await _judge(desk, need_id, VerificationAction.CONFIRM, expected, said)


@operations.post("/{need_id}/doubt", needs.judge, answers=NeedOut)
async def doubt_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedJudgementIn | None = None) -> Response:
    """Say that a need wants another look."""
    return await _judge(desk, need_id, VerificationAction.DOUBT, expected, said)


@operations.post("/{need_id}/refute", needs.judge, answers=NeedOut)
async def refute_need(desk: AtDesk, need_id: UUID, expected: Expected, said: NeedJudgementIn | None = None) -> Response:
    """Say that a need is not so; if it was open, it becomes inactive."""
    return await _judge(desk, need_id, VerificationAction.REFUTE, expected, said)


def item_view(need: Need) -> dict[str, Any]:
    """Put a need into the words of `NeedItemOut`."""
    return {
        "id": need.id,
        "version": need.version,
        "client_id": need.client,
        "agency_id": need.agency,
        "category": need.content.category,
        "title": need.content.title,
        "priority": need.content.priority,
        "severity": need.content.severity,
        "status": need.status,
        "verification": need.verification,
        "updated_at": need.updated_at,
    }


def need_view(shown: Shown[Need]) -> dict[str, Any]:
    """Put a need into the words of `NeedOut`."""
    need, content = shown.record, shown.record.content
    return {
        **item_view(need),
        "kind": content.kind,
        "concept": concept_view(content.concept),
        "words": content.words,
        "onset": str(content.onset) if content.onset else None,
        "abatement": str(content.abatement) if content.abatement else None,
        "asserted_by": participant_view(content.asserted_by),
        "notes": content.notes,
        "assessment_id": need.source.assessment if need.source else None,
        "link_ids": need.source.links if need.source else (),
        "withheld": shown.withheld,
        "sensitivity": need.sensitivities,
        "labels": content.labels,
        "identifiers": content.identifiers,
        "recorded_by": need.recorded_by,
        "created_at": need.created_at,
        "available_actions": actions(PATH, need.id, need.offers(shown.parties)),
    }


def step_view(step: NeedStep) -> dict[str, Any]:
    """Put a line of history into the words of `NeedStepOut`."""
    return {
        "number": step.number,
        "at": step.at,
        "actor_id": step.by,
        "agency_id": step.agency,
        "action": step.action,
        "status": step.status,
        "verification": step.verification,
        "note": step.note,
    }


async def _act(
    desk: Desk, need_id: UUID, action: NeedAction, expected: int | None, said: NeedMoveIn | None
) -> Response:
    note, on = (said.note, said.on) if said else (None, None)
    since = PartialDate.parse(on) if on else None
    return await desk.answer(_changed, needs.act, NeedId(need_id), action, note=note, on=since, expected=expected)


async def _judge(
    desk: Desk, need_id: UUID, action: VerificationAction, expected: int | None, said: NeedJudgementIn | None
) -> Response:
    note = said.note if said else None
    return await desk.answer(_changed, needs.judge, NeedId(need_id), action, note=note, expected=expected)


def _shown(shown: Shown[Need]) -> Rendered:
    return disclosed(need_view(shown), version=shown.record.version)


def _changed(need: Need) -> Rendered:
    return _shown(Shown(record=need))


def _made(need: Need) -> Rendered:
    return disclosed_new(need_view(Shown(record=need)), version=need.version, location=f"{PATH}/{need.id}")
