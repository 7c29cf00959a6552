"""Why an agency may read something of a client or may not, told to those who serve the client or watch over access."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.access.explanation import Asked, Explanation, Known, explain
from app.domain.clients.access import AccessGrant
from app.domain.codes import Sensitivity
from app.domain.consents.parties import classes_of
from app.domain.consents.scope import DataCategory, Direction, Purpose
from app.domain.errors import Fault, Forbidden, Invalid, NotFound
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.roles import CARE_ROLES, OVERSIGHT_ROLES
from app.ports.access import Access
from app.use_cases.access import explained_things
from app.use_cases.access.explained_things import Thing
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Whether an agency may see something of a client.

    `thing` is something on record; without it, `kinds`, `sensitivities` and `discloser` describe what might be. Without
    an agency it is the asker's own; without a moment it is now.
    """

    client: ClientId
    agency: AgencyId | None = None
    thing: Thing | None = None
    discloser: AgencyId | None = None
    kinds: frozenset[DataCategory] = field(default_factory=frozenset)
    sensitivities: frozenset[Sensitivity] = field(default_factory=frozenset)
    purpose: Purpose = Purpose.CARE_COORDINATION
    direction: Direction = Direction.SEND
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The answer with the bases that the agency has or had, as far as the asker may know."""

    agency: AgencyId
    at: datetime
    bases: tuple[AccessGrant, ...]
    explanation: Explanation


@use_case(action="access.explain", resource="Consent", permission="r", roles=CARE_ROLES | OVERSIGHT_ROLES)
async def answer(context: Context, inquiry: Inquiry) -> Explained:
    """Explain whether an agency may see something of a client, and by which rule, basis and consent."""
    await _check_may_ask(context, inquiry.client)
    agency = inquiry.agency or context.actor.agency
    discloser = inquiry.discloser or context.actor.agency
    known = await _known(context, inquiry, agency, discloser)
    if inquiry.thing is not None:
        explanation = await explained_things.explained(context, inquiry.thing, inquiry.client, agency, known)
    else:
        asked = Asked(
            client=inquiry.client,
            agency=discloser,
            reader=agency,
            kinds=inquiry.kinds,
            sensitivities=inquiry.sensitivities,
            purpose=inquiry.purpose,
            direction=inquiry.direction,
            every=True,
        )
        explanation = explain(asked, known)
    bases = tuple(basis for basis in known.bases if basis.since <= known.at)
    return Explained(agency=agency, at=known.at, bases=bases, explanation=await _readable(context, explanation))


async def _check_may_ask(context: Context, client_id: ClientId) -> None:
    """Refuse whoever neither serves the client nor watches over access: a stranger learns of nobody."""
    actor = context.actor
    if actor.roles & OVERSIGHT_ROLES or actor.network_wide:
        if await context.tx.clients.get(client_id) is None:
            raise NotFound("client")
    elif actor.agency not in await context.tx.break_glasses.serving(client_id, context.now):
        await clients.check_seen(context, client_id)
        raise Forbidden("client.not-served", "Only agencies that serve the client are told who may see what.")
    context.saw(client_id, clients=frozenset({client_id}))


async def _known(context: Context, inquiry: Inquiry, agency: AgencyId, discloser: AgencyId) -> Known:
    found = await context.tx.agencies.get_many({agency, discloser, context.actor.agency})
    for pointer, named in (("/agency_id", inquiry.agency), ("/discloser_id", inquiry.discloser)):
        if named is not None and named not in found:
            fault = Fault(pointer=pointer, message="is no agency of this network")
            raise Invalid("access.unknown-agency", "An agency is not known.", faults=(fault,))
    team = await context.tx.care_teams.agencies(inquiry.client)
    return Known(
        at=inquiry.at or context.now,
        bases=await context.tx.sight_grounds.bases(inquiry.client, agency),
        consents=await context.tx.consents.of_client(inquiry.client),
        network_wide=context.actor.network_wide and agency == context.actor.agency,
        on_team=agency in team,
        classes={id_: classes_of(each, on_team=id_ in team) for id_, each in found.items()},
    )


async def _readable(context: Context, explanation: Explanation) -> Explanation:
    """Leave out the id of a consent that the asker may not read."""
    consent = explanation.consent
    access = Access.of(context.actor, context.now)
    if consent is None or await context.tx.consents.seen(access, consent) is not None:
        return explanation
    return replace(explanation, consent=None)
