"""Where every call passes: permission, transaction, idempotency, events and audit, once for all doors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.errors import Conflict, Forbidden, Invalid, Stale
from app.domain.events import Event, Happening
from app.domain.identity import EventId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.domain.records import ClientRecord
from app.ports.clock import Clock, Ids
from app.ports.security import Seal
from app.ports.transactions import (
    Answer,
    AuditEntry,
    KeptAnswer,
    Opening,
    Rendered,
    Transaction,
    Transactions,
)
from app.use_cases.contention import until_nobody_is_in_the_way
from app.use_cases.telling import with_notices, with_total

LOOKING = frozenset("rs")  # the permissions under which nothing is changed
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an actor needs for a use case: one permission letter (`cruds`) on a FHIR resource, and one of the roles."""

    action: str
    resource: str
    permission: str
    roles: frozenset[Role]
    opening: Opening = Opening.CHANGE

    @property
    def subject_type(self) -> str:
        """The noun that the action is about: `referral` of `referral.send`."""
        return self.action.partition(".")[0]

    def check(self, actor: Actor) -> None:
        """Raise `Forbidden` unless the actor's scopes and roles allow the use case."""
        if Role.SYSTEM in actor.roles:
            return
        if not actor.scopes.allow(self.resource, self.permission):
            scope = f"system/{self.resource}.{self.permission}"
            raise Forbidden("scope.insufficient", f"This needs the scope {scope}.", scope=scope)
        if not actor.roles & self.roles:
            needed = sorted(self.roles - {Role.SYSTEM})
            raise Forbidden("role.insufficient", "Your role does not allow this.", needed_roles=needed)


@dataclass(slots=True, kw_only=True)
class Context:
    """What a use case is given: who acts, when, how to name new things, and the open transaction."""

    actor: Actor
    now: datetime
    new_id: Callable[[], UUID]
    tx: Transaction
    happenings: list[Happening] = field(default_factory=list)
    subjects: list[UUID] = field(default_factory=list)
    clients: set[UUID] = field(default_factory=set)
    labels: set[Sensitivity] = field(default_factory=set)
    standing_lost: bool = False
    foretell: Callable[[tuple[UUID, ...], tuple[UUID, ...]], AuditEntry] | None = None
    foreseen: AuditEntry | None = None

    def happened(self, *happenings: Happening) -> None:
        """Put happenings on the record; they become events when the call succeeds."""
        self.happenings.extend(happenings)
        self.subjects.extend(happening.subject for happening in happenings)
        self.clients.update(h.related["client"] for h in happenings if "client" in h.related)

    def saw(self, *subjects: UUID, clients: frozenset[UUID] = frozenset()) -> None:
        """Name what the caller is shown, so that the audit row tells of it."""
        self.subjects.extend(subjects)
        self.clients.update(clients)

    def foresee(self, subject: UUID, client: UUID | None) -> None:
        """Say what the next read tells of if it is there, so that it goes on record together with it.

        What was told in the end is put on record in any case: this only saves doing so afterwards.
        """
        if self.foretell is not None:
            self.foreseen = self.foretell((subject,), () if client is None else (client,))
            self.tx.foresee(self.foreseen)

    def tells(self, *records: ClientRecord) -> None:
        """Note what is told of the records of other agencies: some labels want a notice to go with them."""
        for record in records:
            if record.agency != self.actor.agency:
                self.labels |= record.sensitivities

    def stood_down(self) -> None:
        """Say that somebody may do less than before, so that nobody is remembered as who they were."""
        self.standing_lost = True


@dataclass(frozen=True, slots=True)
class UseCase(Generic[P, T]):
    """A use case with its rule: called with a context inside another use case, or given to `Core.run` by a door."""

    verb: Callable[Concatenate[Context, P], Awaitable[T]]
    rule: Rule

    def __call__(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run inside a transaction that is already open."""
        return self.verb(context, *args, **kwargs)


class Declare(Protocol):
    """The decorator that `use_case` returns."""

    def __call__(self, verb: Callable[Concatenate[Context, P], Awaitable[T]]) -> UseCase[P, T]:
        """Attach the rule."""
        ...


def use_case(
    *, action: str, resource: str, permission: str, roles: frozenset[Role], opening: Opening | None = None
) -> Declare:
    """Declare an async function of a context as a use case, with the rule that guards it.

    Who reads or searches only looks, unless it is said that something is changed by it.
    """
    usual = Opening.LOOK if permission in LOOKING else Opening.CHANGE
    rule = Rule(action=action, resource=resource, permission=permission, roles=roles, opening=opening or usual)

    def declare(verb: Callable[Concatenate[Context, P], Awaitable[T]]) -> UseCase[P, T]:
        return UseCase(verb, rule)

    return declare


class Versioned(Protocol):
    """Anything that counts its changes."""

    version: int


def check_version(noun: str, entity: Versioned, expected: int | None) -> None:
    """Raise `Stale` when the entity is no longer at the version that the caller read; None expects nothing."""
    if expected is not None and entity.version != expected:
        raise Stale(noun, expected=expected, actual=entity.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """A caller's key for one effect, and a digest of the request that it stands for."""

    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as the core sees it; `counts` when the caller wants to know how long the whole list is."""

    actor: Actor
    request_id: str
    idempotency: Idempotency | None = None
    counts: bool = False


def _nobody_is_remembered() -> None:
    """Do nothing, where callers are not remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Runs use cases: one call, one transaction, one audit row; `forget` is called when somebody lost a right."""

    transactions: Transactions
    clock: Clock
    ids: Ids
    seal: Seal
    forget: Callable[[], None] = _nobody_is_remembered

    async def run(self, call: Call, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and return its result once it is durable."""
        use_case.rule.check(call.actor)

        async def work(context: Context) -> T:
            result = await use_case(context, *args, **kwargs)
            await self._record(call, use_case.rule, context, None)
            return result

        return await self._in_transaction(call, use_case.rule, work)

    async def answer(
        self, call: Call, render: Callable[[T], Rendered], use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Run a use case and render its result; under an idempotency key, at most once.

        Raises `Invalid` when the key stands for another request, `Conflict` while its first request still runs.
        """
        use_case.rule.check(call.actor)

        async def work(context: Context) -> Answer:
            if (kept := await self._replay(call, context.tx)) is not None:
                return kept
            if call.counts:
                context.tx.count_lists()
            result = with_total(await use_case(context, *args, **kwargs), context.tx)
            answer = with_notices(render(result), context.labels, result)
            await self._record(call, use_case.rule, context, self._kept(call, answer))
            return answer

        return await self._in_transaction(call, use_case.rule, work)

    async def _in_transaction(self, call: Call, rule: Rule, work: Callable[[Context], Awaitable[T]]) -> T:
        opening = rule.opening if call.idempotency is None else Opening.CHANGE

        async def whole() -> T:
            async with self.transactions.begin(call.actor.network, opening) as tx:
                context = self.context(call, tx)
                if opening is Opening.LOOK:
                    context.foretell = partial(self._entry, call, rule, context.now)
                result = await work(context)
            if context.standing_lost:
                self.forget()
            return result

        return await until_nobody_is_in_the_way(whole)

    def context(self, call: Call, tx: Transaction, now: datetime | None = None) -> Context:
        """Return what a use case of this call is given."""
        return Context(actor=call.actor, now=now or self.clock.now(), new_id=self.ids.new, tx=tx)

    async def _record(self, call: Call, rule: Rule, context: Context, kept: KeptAnswer | None) -> None:
        ids = sorted(self.ids.new() for _ in context.happenings)  # of the same moment: the ids keep the order
        events = [
            Event(id=EventId(id_), network=call.actor.network, at=context.now, actor=call.actor, happening=happening)
            for id_, happening in zip(ids, context.happenings, strict=True)
        ]
        await context.tx.record(events, self.entry(call, rule, context), kept)

    def entry(self, call: Call, rule: Rule, context: Context) -> AuditEntry:
        """Return the audit row of what a use case did."""
        subjects, clients, foreseen = tuple(context.subjects), tuple(context.clients), context.foreseen
        if foreseen is not None and (foreseen.subjects, foreseen.clients) == (subjects, clients):
            return foreseen
        return self._entry(call, rule, context.now, subjects, clients)

    def _entry(
        self, call: Call, rule: Rule, at: datetime, subjects: tuple[UUID, ...], clients: tuple[UUID, ...]
    ) -> AuditEntry:
        return AuditEntry(
            id=self.ids.new(),
            at=at,
            actor=call.actor,
            action=rule.action,
            permission=rule.permission,
            subject_type=rule.subject_type,
            subjects=subjects,
            clients=clients,
            request_id=call.request_id,
        )

    def _kept(self, call: Call, answer: Answer) -> KeptAnswer | None:
        if call.idempotency is None:
            return None
        return KeptAnswer(
            caller=call.actor.id,
            key=call.idempotency.key,
            fingerprint=call.idempotency.fingerprint,
            answer=replace(answer, body=self.seal.close(answer.body)),
        )

    async def _replay(self, call: Call, tx: Transaction) -> Answer | None:
        if call.idempotency is None:
            return None
        claim = await tx.kept_answers.claim(call.actor.id, call.idempotency.key)
        if not claim.held:
            raise Conflict("idempotency.in-flight", "A request with this Idempotency-Key is still running.")
        if (kept := claim.kept) is None:
            return None
        if kept.fingerprint != call.idempotency.fingerprint:
            raise Invalid("idempotency.key-reused", "This Idempotency-Key was used for another request.")
        body = self.seal.open(kept.answer.body)
        if body is None:
            raise Conflict(
                "idempotency.unreadable", "The answer was kept under another service key and cannot be read."
            )
        return replace(kept.answer, body=body, replayed=True)
