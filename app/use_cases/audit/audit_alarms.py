"""What happens when the audit log holds what the service did not write: it is set apart, and told, once."""

from uuid import UUID

from app.domain.events import Happening
from app.domain.identity import AgencyId
from app.domain.networks.roles import Role
from app.use_cases.core import Context, use_case


@use_case(action="audit.raise_alarm", resource="AuditEvent", permission="c", roles=frozenset({Role.SYSTEM}))
async def raise_alarm(context: Context, entry: UUID, why: str) -> bool:
    """Set an entry apart and tell those who watch over the network; the network's own id stands for its whole log."""
    if not await context.tx.audit.findings.add(entry, why, context.now):
        return False
    offices = await context.tx.break_glasses.privacy_offices()
    context.happened(_happening("audit.tampered", context, entry, offices))
    return True


def _happening(name: str, context: Context, entry: UUID, offices: frozenset[AgencyId]) -> Happening:
    return Happening(
        type=name, subject_type="audit", subject=entry, version=1, stream=context.actor.network, audience=offices
    )
