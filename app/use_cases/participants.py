"""Whether those who are named in a client's record are there, and for whom an actor may speak."""

from app.domain.care_plans.participant import Participant, ParticipantKind
from app.domain.errors import Fault, Forbidden, Invalid
from app.domain.identity import AgencyId, ClientId, WorkerId
from app.use_cases.core import Context
from app.use_cases.standing import may_everywhere


async def check_known(context: Context, participant: Participant, pointer: str, client: ClientId) -> None:
    """Refuse an agency that is not of this network, and a worker whom the actor knows nothing of."""
    if participant.id is not None and not await _is_known(context, participant, client):
        fault = Fault(pointer=f"{pointer}/id", message=f"is no {participant.kind} of this network")
        raise Invalid("participant.unknown", "Somebody is named who is not there.", faults=(fault,))


async def check_voice(context: Context, participant: Participant, *, serves: bool) -> None:
    """Refuse words put into the mouth of another agency; who does not serve the client speaks for itself alone."""
    own = participant.id is not None and await _agency(context, participant) == context.actor.agency
    others = participant.id is None and serves
    if not (own or others or may_everywhere(context.actor)):
        raise Forbidden("goal.not-your-voice", "You may answer for your own agency and its workers only.")


async def _is_known(context: Context, participant: Participant, client: ClientId) -> bool:
    """Whether an actor may name somebody: of workers, those of its own agency and those on the client's teams."""
    agency = await _agency(context, participant)
    if agency is None or agency == context.actor.agency or participant.kind is ParticipantKind.AGENCY:
        return agency is not None
    return may_everywhere(context.actor) or agency in await context.tx.care_teams.agencies(client)


async def _agency(context: Context, participant: Participant) -> AgencyId | None:
    """Return the agency that a participant with an id is, or works for."""
    if participant.id is None:
        return None
    if participant.kind is ParticipantKind.AGENCY:
        agency = await context.tx.agencies.get(AgencyId(participant.id))
        return agency.id if agency else None
    worker = await context.tx.workers.get(WorkerId(participant.id))
    return worker.agency if worker else None
