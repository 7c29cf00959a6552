"""Takes records over from another system: each known by its key there, told again only when the source says otherwise.

What an earlier run made of a key, and a digest of what the source said, are kept: saying the same again changes
nothing, whatever was decided here meanwhile. A record whose client is not here is rejected; a goal, need or team that
it names and that is not here is left out by name, and looked for again the next time.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Protocol, TypeVar
from uuid import UUID

from app.domain.clients.identifiers import Identifier
from app.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.domain.identity import ClientId
from app.ports.imports import Link, Outcome, Place, Result, Taken
from app.use_cases.clients.clients import reach, sees_whole
from app.use_cases.core import Context
from app.use_cases.imports.imports import reason_of

REFUSALS = (Invalid, Conflict, Forbidden, NotFound)
NOWHERE = Place(file="")
Met = Mapping[tuple[str, str], UUID | None]
"""What this run has met already, by noun and key; None for a key that means two things."""


class Draft(Protocol):
    """What every draft of a record says."""

    @property
    def key(self) -> str:
        """What the source calls it."""
        ...

    @property
    def place(self) -> Place:
        """Where it stands."""
        ...

    @property
    def client(self) -> Link:
        """Whose it is."""
        ...


class NotHere(Exception):
    """A record is of somebody, or follows something, that is not here; the message says what."""


D = TypeVar("D", bound=Draft)
TakeOne = Callable[["Takeover", D, ClientId, UUID | None], Awaitable[tuple[Outcome, UUID]]]


@dataclass(slots=True, kw_only=True)
class Takeover:
    """One batch of drafts from one source; a dry run writes nothing."""

    context: Context
    source: str
    met: Met
    dry_run: bool
    clients: dict[Link, ClientId] = field(default_factory=dict)
    known: dict[tuple[str, str], UUID] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    async def of(self, noun: str, drafts: Sequence[D], take_one: TakeOne[D]) -> tuple[Result, ...]:
        """Take drafts over, each by itself; those that are refused are told with the reason."""
        keys = await self.context.tx.source_keys.find(noun, self.source, {draft.key for draft in drafts})
        learned: dict[str, Taken] = {}
        results = []
        for draft in drafts:
            before, said = keys.get(draft.key), digest(draft)
            if before is not None and before.said == said:
                results.append(_result(noun, draft, Outcome.UNCHANGED, subject=before.subject))
                continue
            self.missing = []
            try:
                client = await self.client_of(draft.client)
                outcome, subject = await take_one(self, draft, client, before.subject if before else None)
            except (*REFUSALS, NotHere) as refusal:
                results.append(_result(noun, draft, Outcome.REJECTED, reason=_reason(refusal)))
                continue
            learned[draft.key] = Taken(subject=subject, said=None if self.missing else said)
            left_out = f"Not here, and left out: {', '.join(self.missing)}." if self.missing else None
            results.append(_result(noun, draft, outcome, reason=left_out, subject=subject))
        if not self.dry_run:
            await self.context.tx.source_keys.learn(noun, self.source, learned)
        return tuple(results)

    async def client_of(self, link: Link) -> ClientId:
        """Return the client whom a record is of: met in this run, known from an earlier one, or by an identifier."""
        if link not in self.clients:
            self.clients[link] = await self._find_client(link)
        return self.clients[link]

    async def subjects_of(self, noun: str, links: Iterable[Link]) -> tuple[UUID, ...]:
        """Return what each link means here, once each; what was never taken over is noted as missing."""
        found = [await self._subject_of(noun, link) for link in links]
        return tuple(dict.fromkeys(subject for subject in found if subject is not None))

    async def _subject_of(self, noun: str, link: Link) -> UUID | None:
        key = link.key or ""
        if (noun, key) in self.met:
            return self._met(noun, key)
        if (noun, key) not in self.known:
            found = await self.context.tx.source_keys.find(noun, self.source, {key})
            if key not in found:
                self.missing.append(key or link.words or "a reference without a key")
                return None
            self.known[noun, key] = found[key].subject
        return self.known[noun, key]

    async def _find_client(self, link: Link) -> ClientId:
        if link.key and ("client", link.key) in self.met:
            return ClientId(self._met("client", link.key))
        if link.key:
            found = await self.context.tx.source_keys.find("client", self.source, {link.key})
            if link.key in found:
                return await self._served(ClientId(found[link.key].subject), link.key)
        if link.identifier is not None:
            key = Identifier(system=link.identifier.system, value=link.identifier.value).key
            sharing = await self.context.tx.clients.lock_known(reach(self.context), [key])
            if len(sharing) == 1:
                return sharing[0].id
        named = link.key or (f"{link.identifier.system}|{link.identifier.value}" if link.identifier else "nobody")
        raise NotHere(f"Its client, {named}, is not on the caseload here.")

    async def _served(self, client: ClientId, key: str) -> ClientId:
        if not await sees_whole(self.context, client):
            raise NotHere(f"Its client, {key}, is not on the caseload here.")
        return client

    def _met(self, noun: str, key: str) -> UUID:
        subject = self.met[noun, key]
        if subject is None:
            raise NotHere(f"{key} means two things in these files.")
        return subject


def digest(draft: Any) -> bytes:
    """Return what tells two sayings of a source apart, wherever they stand."""
    return sha256(repr(replace(draft, place=NOWHERE)).encode()).digest()


def check_whose(client: ClientId, other: ClientId) -> None:
    """Refuse a key that meant another client's record before."""
    if client != other:
        raise NotHere("The source calls another client's record by the same name.")


def _reason(refusal: DomainError | NotHere) -> str:
    if isinstance(refusal, Invalid):
        return reason_of(refusal)
    return refusal.message if isinstance(refusal, DomainError) else str(refusal)


def _result(
    noun: str, draft: Draft, outcome: Outcome, *, reason: str | None = None, subject: UUID | None = None
) -> Result:
    return Result(noun=noun, key=draft.key, place=draft.place, outcome=outcome, reason=reason, subject=subject)
