"""Events as use cases leave them, for tests of everything that reads the log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from app.adapters.postgres.transactions import PostgresTransaction
from app.domain.events import Event, Happening
from app.domain.identity import AgencyId, ApiClientId, EventId, NetworkId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.transactions import AuditEntry

NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)


def an_actor(
    network: NetworkId | None = None, agency: AgencyId | None = None, *, role: Role = Role.CASE_MANAGER
) -> Actor:
    return Actor(
        network=network or NetworkId(uuid4()),
        agency=agency or AgencyId(uuid4()),
        api_client=ApiClientId(uuid4()),
        roles=frozenset({role}),
        scopes=Scopes.parse("system/*.cruds"),
    )


def an_event(
    actor: Actor,
    *,
    kind: str = "handoff.accepted",
    stream: UUID | None = None,
    version: int = 1,
    audience: Sequence[AgencyId] = (),
) -> Event:
    subject = uuid4()
    happening = Happening(
        type=kind,
        subject_type=kind.partition(".")[0],
        subject=subject,
        version=version,
        stream=stream or subject,
        related={"referral": stream or subject},
        audience=frozenset(audience),
    )
    return Event(id=EventId(uuid4()), network=actor.network, at=NOW, actor=actor, happening=happening)


async def write(tx: PostgresTransaction, *events: Event) -> None:
    actor = events[0].actor
    entry = AuditEntry(
        id=uuid4(),
        at=events[0].at,
        actor=actor,
        action="test.write",
        permission="c",
        subject_type="test",
        subjects=(),
        clients=(),
        request_id="test",
    )
    await tx.record(events, entry, None)
