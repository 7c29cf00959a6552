"""Prepares something real for each operation on a referral or a handoff, in a state in which it may succeed.

Generated ids never hit anything; with these, generated bodies reach the rules behind the door.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from app.domain.identity import HandoffId, ReferralId
from app.use_cases.clients import clients
from app.use_cases.referrals import handoffs, referrals
from tests.support.published import OPERATIONS
from tests.support.scenes_referrals import Scene, who

Prepare = Callable[[Scene], Awaitable[UUID]]
TABLE = """
[[operations]]
include-operation-id = "{operation}"
parameters = {{ "path.{name}" = "{value}" }}
"""


async def a_sent_referral(scene: Scene) -> UUID:
    """Send a referral for a fresh client."""
    registration = await scene.core.run(scene.at_sender(), clients.register, who())
    scene.client = registration.client.id
    await scene.agree()
    return (await scene.sent()).id


async def a_sent_handoff(scene: Scene) -> UUID:
    """Send a referral and return its handoff."""
    referral = await scene.core.run(scene.at_sender(), referrals.read, ReferralId(await a_sent_referral(scene)))
    return referral.handoffs[0].id


async def an_accepted_handoff(scene: Scene) -> UUID:
    """Send one and accept it."""
    handoff = HandoffId(await a_sent_handoff(scene))
    return (await scene.core.run(scene.at(0), handoffs.accept, handoff, expected=None)).id


async def a_started_handoff(scene: Scene) -> UUID:
    """Send one, accept it and start it."""
    handoff = HandoffId(await an_accepted_handoff(scene))
    return (await scene.core.run(scene.at(0), handoffs.start, handoff, expected=None)).id


ANSWERS = ("viewHandoff", "askAboutHandoff", "offerHandoff", "acceptHandoff", "declineHandoff", "recallHandoff")
WORK = ("pauseHandoff", "completeHandoff", "failHandoff", "handBackHandoff")
PREPARE: dict[str, Prepare] = {
    **dict.fromkeys(ANSWERS, a_sent_handoff),
    **dict.fromkeys(WORK, a_started_handoff),
}
BY_NAME: dict[str, Prepare] = {"handoff_id": an_accepted_handoff, "referral_id": a_sent_referral}


async def prepared(scene: Scene) -> str:
    """Return tables for schemathesis' configuration: one thing for each operation that names one."""
    tables = []
    for operation in OPERATIONS:
        for parameter in operation.named("path"):
            prepare = PREPARE.get(str(operation)) or BY_NAME.get(parameter["name"])
            if prepare is not None:
                value = await prepare(scene)
                tables.append(TABLE.format(operation=operation, name=parameter["name"], value=value))
    return "".join(tables)
