"""Somebody who speaks for a client, told in words of another standard: recorded, described anew and ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.consents.proxy import ProxyContent
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.identity import ClientId, ProxyId
from app.domain.networks.roles import CARE_ROLES
from app.ports.resources import Reference, Target
from app.use_cases import records
from app.use_cases.consents import proxies
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_orders import check_named

TYPE = "RelatedPerson"
CREATING = Rule(action="proxy.record", resource=TYPE, permission="c", roles=CARE_ROLES)
UPDATING = Rule(action="proxy.change", resource=TYPE, permission="u", roles=CARE_ROLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProxy:
    """What is told anew of a proxy, by field; `active` where it differs, and since when it `ended`."""

    client: ClientId | None
    fields: Mapping[str, Any]
    active: bool | None = None
    ended: date | None = None
    references: tuple[Reference, ...] = field(default=())


def recorded(told: ToldProxy) -> UseCase[[], UUID | None]:
    """Return the use case that records it; it speaks from today on, where nothing else is told."""

    async def verb(context: Context) -> UUID | None:
        if told.client is None:
            return None
        await check_named(context, tuple(each for each in told.references if each.target.id != told.client))
        content = ProxyContent(**{"since": context.now.date(), **told.fields})
        try:
            return (await proxies.record(context, told.client, content)).id
        except NotFound:
            fault = Fault(pointer="/client_id", message="names nothing that is here")
            raise Invalid(
                "resource.reference-not-found", "It names what cannot be named there.", faults=(fault,)
            ) from None

    return UseCase(verb, CREATING)


def told_anew(told: ToldProxy, subject: UUID) -> UseCase[[], None]:
    """Return the use case that lets a proxy be as it is told: described anew, then ended if it is over."""

    async def verb(context: Context) -> None:
        if told.client is None:
            raise NotFound("proxy")
        id_ = ProxyId(subject)
        there = await proxies.read(context, told.client, id_)
        await records.served(context, told.client)
        await check_named(context, told.references, Target(type=TYPE, id=subject))
        if told.active is True:
            fault = Fault(pointer="/active", message="who has ended speaks no more: post another")
            raise Invalid("proxy.ended", "The proxy has ended.", faults=(fault,))
        ends = told.active is False
        fields = {name: value for name, value in told.fields.items() if not (ends and name == "until")}
        if fields.get("since", 0) is None:
            fields["since"] = there.content.since
        content = replace(there.content, **fields)
        if content != there.content:
            await proxies.change(context, told.client, id_, content, expected=None)
        if ends:
            await proxies.end(context, told.client, id_, _last(context, told.ended), None, expected=None)

    return UseCase(verb, UPDATING)


def _last(context: Context, ended: date | None) -> date | None:
    """Return since when it is over; a day to come is none that a proxy can have ended on."""
    return None if ended is None or ended > context.now.date() else ended
