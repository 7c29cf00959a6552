"""Takes directories over from other systems: again and again, changing only what has changed there.

Each entry is known by its identifier in the source. What a source cannot know (program types, labels, categories and
identifiers given here) stays. An agency that has joined describes itself: its entries are kept as they are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from app.domain.directory.location import Location, LocationProfile, open_location
from app.domain.directory.service import Service, ServiceProfile, offer
from app.domain.errors import Invalid
from app.domain.events import Happening
from app.domain.identity import AgencyId, Identifier, LocationId, ServiceId
from app.domain.networks.agency import Agency, AgencyProfile, Membership, join
from app.domain.networks.roles import NETWORK_ROLES
from app.ports.directory import Registry
from app.ports.imports import AgencyDraft, LocationDraft, Outcome, Place, Result, ServiceDraft
from app.use_cases.core import Context, use_case
from app.use_cases.directory import locations, services
from app.use_cases.networks import agencies

JOINED = "The agency has joined the network and describes itself."


class _Draft(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def place(self) -> Place: ...


class _OwnedDraft(_Draft, Protocol):
    @property
    def agency(self) -> str: ...


class _Owned(Protocol):
    @property
    def agency(self) -> AgencyId: ...


D = TypeVar("D", bound=_OwnedDraft)
Entry = TypeVar("Entry", bound=_Owned)
E = TypeVar("E")
K = TypeVar("K")


@dataclass(slots=True)
class _Ledger(Generic[E]):
    """What is to be written of one noun, and what is to be told of each draft."""

    noun: str
    at: datetime
    created: list[E] = field(default_factory=list)
    changed: list[E] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def tell(self, draft: _Draft, outcome: Outcome, reason: str | None = None) -> None:
        """Note what became of a draft."""
        self.results.append(Result(noun=self.noun, key=draft.key, place=draft.place, outcome=outcome, reason=reason))

    def create(self, draft: _Draft, make: Callable[[], E]) -> None:
        """Make an entry that was not there; a dry run makes it too, and forgets it."""
        try:
            self.created.append(make())
        except Invalid as refusal:
            self.tell(draft, Outcome.REJECTED, reason_of(refusal))
        else:
            self.tell(draft, Outcome.CREATED)

    def describe(self, draft: _Draft, there: E, describe: Callable[[datetime], None]) -> None:
        """Describe an entry anew whose description has changed."""
        try:
            describe(self.at)
        except Invalid as refusal:
            self.tell(draft, Outcome.REJECTED, reason_of(refusal))
        else:
            self.changed.append(there)
            self.tell(draft, Outcome.CHANGED)


@use_case(action="agency.import", resource="Organization", permission="c", roles=NETWORK_ROLES)
async def take_agencies(
    context: Context, system: str, drafts: Sequence[AgencyDraft], *, dry_run: bool
) -> tuple[Result, ...]:
    """Take agencies over; new ones become listed members. A dry run writes nothing."""
    known = await context.tx.agencies.lock_known(system, _keys(drafts))
    ledger: _Ledger[Agency] = _Ledger("agency", context.now)
    for draft in drafts:
        there = known.get(draft.key)
        if there is None:
            ledger.create(draft, partial(_joined, context, draft.profile))
        elif there.membership is not Membership.LISTED:
            ledger.tell(draft, Outcome.KEPT, JOINED)
        elif (profile := _agency_profile(draft.profile, there.profile, system)) == there.profile:
            ledger.tell(draft, Outcome.UNCHANGED)
        else:
            ledger.describe(draft, there, partial(there.describe, profile))
    if not dry_run:
        await _write(context, context.tx.agencies, ledger, agencies.happening)
    return tuple(ledger.results)


@use_case(action="location.import", resource="Location", permission="c", roles=NETWORK_ROLES)
async def take_locations(
    context: Context, system: str, drafts: Sequence[LocationDraft], *, dry_run: bool
) -> tuple[Result, ...]:
    """Take locations over; their agencies must have been taken over before. A dry run writes nothing."""
    owners = await context.tx.agencies.lock_known(system, {draft.agency for draft in drafts})
    known = await context.tx.locations.lock_known(system, _keys(drafts))
    ledger: _Ledger[Location] = _Ledger("location", context.now)
    for draft, there, agency in _takeable(ledger, drafts, owners, known, dry_run=dry_run):
        identifiers = _merged(draft.profile.identifiers, there.profile.identifiers if there else (), system)
        profile = replace(draft.profile, identifiers=identifiers)
        if there is None:
            ledger.create(draft, partial(_opened, context, agency, profile))
        elif profile == there.profile:
            ledger.tell(draft, Outcome.UNCHANGED)
        else:
            ledger.describe(draft, there, partial(there.describe, profile))
    if not dry_run:
        await _write(context, context.tx.locations, ledger, locations.happening)
    return tuple(ledger.results)


@use_case(action="service.import", resource="HealthcareService", permission="c", roles=NETWORK_ROLES)
async def take_services(
    context: Context, system: str, drafts: Sequence[ServiceDraft], *, dry_run: bool
) -> tuple[Result, ...]:
    """Take services over; their agencies and locations must have been taken over before. A dry run writes nothing."""
    owners = await context.tx.agencies.lock_known(system, {draft.agency for draft in drafts})
    places = await context.tx.locations.lock_known(system, {place for draft in drafts for place in draft.locations})
    known = await context.tx.services.lock_known(system, _keys(drafts))
    ledger: _Ledger[Service] = _Ledger("service", context.now)
    for draft, there, agency in _takeable(ledger, drafts, owners, known, dry_run=dry_run):
        profile = _service_profile(draft, there.profile if there else None, places, system)
        if there is None:
            ledger.create(draft, partial(_offered, context, agency, profile))
        elif profile == there.profile:
            ledger.tell(draft, Outcome.UNCHANGED)
        else:
            ledger.describe(draft, there, partial(there.describe, profile))
    if not dry_run:
        await _write(context, context.tx.services, ledger, services.happening)
    return tuple(ledger.results)


def reason_of(refusal: Invalid) -> str:
    """Put a refusal into one line: every wrong place, or the whole when none is named."""
    return "; ".join(f"{fault.pointer} {fault.message}" for fault in refusal.faults) or refusal.message


def _takeable(
    ledger: _Ledger[Entry],
    drafts: Iterable[D],
    owners: Mapping[str, Agency],
    known: Mapping[str, Entry],
    *,
    dry_run: bool,
) -> Iterable[tuple[D, Entry | None, AgencyId]]:
    """Yield the drafts whose agency may be described from outside, with what is there and whose it is."""
    unknown = AgencyId(UUID(int=0))  # in a dry run, an agency that would be there by now
    for draft in drafts:
        there, owner = known.get(draft.key), owners.get(draft.agency)
        if owner is None and not dry_run:
            ledger.tell(draft, Outcome.REJECTED, f"Its agency {draft.agency} was not taken over.")
        elif owner is not None and owner.membership is not Membership.LISTED:
            ledger.tell(draft, Outcome.KEPT, JOINED)
        elif there is not None and owner is not None and there.agency != owner.id:
            ledger.tell(draft, Outcome.REJECTED, "It belongs to another agency here: people must move it.")
        else:
            yield draft, there, owner.id if owner is not None else unknown


async def _write(
    context: Context, registry: Registry[K, E], ledger: _Ledger[E], happening: Callable[[str, E], Happening]
) -> None:
    await registry.add(*ledger.created)
    await registry.save_locked(ledger.changed)
    context.happened(*(happening(f"{ledger.noun}.created", entry) for entry in ledger.created))
    context.happened(*(happening(f"{ledger.noun}.changed", entry) for entry in ledger.changed))


def _keys(drafts: Iterable[_Draft]) -> Collection[str]:
    return {draft.key for draft in drafts}


def _joined(context: Context, profile: AgencyProfile) -> Agency:
    return join(
        profile,
        id=AgencyId(context.new_id()),
        network=context.actor.network,
        membership=Membership.LISTED,
        at=context.now,
    )


def _opened(context: Context, agency: AgencyId, profile: LocationProfile) -> Location:
    return open_location(
        profile, id=LocationId(context.new_id()), network=context.actor.network, agency=agency, at=context.now
    )


def _offered(context: Context, agency: AgencyId, profile: ServiceProfile) -> Service:
    return offer(profile, id=ServiceId(context.new_id()), network=context.actor.network, agency=agency, at=context.now)


def _merged(drafted: tuple[Identifier, ...], there: tuple[Identifier, ...], system: str) -> tuple[Identifier, ...]:
    return drafted + tuple(identifier for identifier in there if identifier.system != system)


def _agency_profile(drafted: AgencyProfile, there: AgencyProfile, system: str) -> AgencyProfile:
    return replace(
        drafted,
        program_types=there.program_types,
        clocks=there.clocks,
        identifiers=_merged(drafted.identifiers, there.identifiers, system),
    )


def _service_profile(
    draft: ServiceDraft, there: ServiceProfile | None, places: Mapping[str, Location], system: str
) -> ServiceProfile:
    drafted = draft.profile
    offered_at = tuple(places[place].id for place in draft.locations if place in places)
    if there is None:
        return replace(drafted, locations=offered_at)
    return replace(
        drafted,
        clocks=there.clocks,
        locations=offered_at,
        categories=tuple(dict.fromkeys(there.categories + drafted.categories)),
        sensitivity=tuple(dict.fromkeys(there.sensitivity + drafted.sensitivity)),
        identifiers=_merged(drafted.identifiers, there.identifiers, system),
    )
