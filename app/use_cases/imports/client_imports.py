"""Takes clients over from another system onto an agency's caseload: again and again, never merging two people.

A record is the same person's as one that is here when they share an identifier, their given names agree, and their
birth dates do not contradict each other: numbers alone are shared by families, and by careless test data. What the
source says is taken over; what it is silent about stays, and so does every permission and safety mark given here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from app.domain.clients.client import Client, registered
from app.domain.clients.contact import Address, ContactPoint
from app.domain.clients.demographics import Language
from app.domain.clients.duplicates import Sign, compare
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import ClientChanges, Profile
from app.domain.errors import Invalid
from app.domain.identity import ClientId
from app.domain.networks.roles import CARE_ROLES
from app.ports.imports import ClientDraft, Outcome, Result, Taken
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case
from app.use_cases.imports.imports import reason_of

_SAME_NAME = frozenset({Sign.GIVEN_NAME, Sign.GIVEN_NAME_SOUNDS, Sign.NAMES_SWAPPED})
_OF_PATIENT = (
    "names",
    "birth_date",
    "identifiers",
    "pronouns",
    "gender_identity",
    "gender_identity_text",
    "administrative_sex",
    "races",
    "ethnicities",
    "race_ethnicity_text",
    "languages",
    "deceased",
    "deceased_on",
)


@use_case(action="client.import", resource="Patient", permission="c", roles=CARE_ROLES)
async def take_clients(
    context: Context, drafts: Sequence[ClientDraft], *, dry_run: bool, source: str | None = None
) -> tuple[Result, ...]:
    """Take clients over onto the caseload of the actor's agency. A dry run writes nothing.

    With a source, what it calls them is remembered, for records that are taken over later.
    """
    keys = {identifier.key for draft in drafts for identifier in draft.profile.identifiers}
    known = _Known(await context.tx.clients.lock_known(clients.reach(context), sorted(keys)))
    results = []
    for draft in drafts:
        try:
            results.append(await _take(context, known, draft, dry_run=dry_run))
        except Invalid as refusal:
            results.append(_result(draft, Outcome.REJECTED, reason_of(refusal)))
    if source is not None and not dry_run:
        named = zip(drafts, results, strict=True)
        learned = {draft.names[0]: Taken(subject=told.subject) for draft, told in named if draft.names and told.subject}
        await context.tx.source_keys.learn("client", source, learned)
    return tuple(results)


class _Known:
    """The clients that may be meant, by each of their identifiers; those just taken over are added."""

    def __init__(self, there: Iterable[Client]) -> None:
        self.by_key: dict[str, list[Client]] = defaultdict(list)
        for client in there:
            self.add(client)

    def add(self, client: Client) -> None:
        for identifier in client.profile.identifiers:
            self.by_key[identifier.key].append(client)

    def same(self, profile: Profile) -> tuple[list[Client], bool]:
        """Return the clients that are this person, and whether others share an identifier."""
        sharing = {
            client.id: client for identifier in profile.identifiers for client in self.by_key.get(identifier.key, ())
        }
        same = [client for client in sharing.values() if _is_same(profile, client.profile)]
        return same, len(sharing) > len(same)


def _is_same(one: Profile, other: Profile) -> bool:
    signs = {factor.sign for factor in compare(one, other).factors}
    if Sign.OTHER_BIRTH_DATE in signs:
        return False
    nameless = not any(name.given for name in (*one.names, *other.names))
    return bool(signs & _SAME_NAME) or (nameless and Sign.FAMILY_NAME in signs)


async def _take(context: Context, known: _Known, draft: ClientDraft, *, dry_run: bool) -> Result:
    same, others = known.same(draft.profile)
    if len(same) > 1:
        return _result(draft, Outcome.REJECTED, "More than one client here is this person: link them first.")
    if same:
        return await _change(context, same[0], draft, dry_run=dry_run)
    told = ["Another person here has one of its identifiers."] if others else []
    if dry_run:
        client = _registered(context, draft.profile)
    else:
        registration = await clients.register(context, draft.profile)
        client = registration.client
        told += [f"May be the same person as {twin.shown.client.id}." for twin in registration.duplicates]
    known.add(client)
    return _result(draft, Outcome.CREATED, " ".join(told) or None, client.id)


def _registered(context: Context, profile: Profile) -> Client:
    return registered(profile, client=ClientId(context.new_id()), network=context.actor.network, at=context.now)


async def _change(context: Context, there: Client, draft: ClientDraft, *, dry_run: bool) -> Result:
    told = changes(draft.profile, there.profile)
    if dry_run:
        there = replace(there)
    if not there.change(told, context.now):
        return _result(draft, Outcome.UNCHANGED, None, there.id)
    if not dry_run:
        await context.tx.clients.save(there)
        audience = await context.tx.access.audience(there.id, context.now)
        context.happened(clients.happening("client.changed", there, audience))
    return _result(draft, Outcome.CHANGED, None, there.id)


def changes(told: Profile, there: Profile) -> ClientChanges:
    """Return what the source states, with what was decided here kept beside it."""
    stated = {each.name: getattr(told, each.name) for each in fields(Profile)}
    new: dict[str, Any] = {name: value for name, value in stated.items() if value not in (None, (), False)}
    new["names"] = _names(told, there)
    new["identifiers"] = _identifiers(told, there)
    new["languages"] = _languages(told, there)
    new["contact_points"] = _contact_points(told, there)
    new["addresses"] = _addresses(told, there)
    return ClientChanges(**new)


def replacing(told: Profile, there: Profile) -> ClientChanges:
    """Return what makes a profile say what is told of a whole Patient, and nothing else of what a Patient can say.

    Permissions, safe hours and marks of safety are not a Patient's to say: they stay with what they were given for.
    """
    new: dict[str, Any] = {name: getattr(told, name) for name in _OF_PATIENT}
    new["contact_points"] = tuple(_known_points(told, there).values())
    new["addresses"] = _addresses(told, there)
    return ClientChanges(**new)


def _names(told: Profile, there: Profile) -> tuple[Name, ...]:
    if any(name.use is NameUse.PREFERRED for name in told.names):
        return told.names
    return told.names + tuple(name for name in there.names if name.use is NameUse.PREFERRED)


def _identifiers(told: Profile, there: Profile) -> tuple[Identifier, ...]:
    keys = {identifier.key for identifier in told.identifiers}
    return told.identifiers + tuple(identifier for identifier in there.identifiers if identifier.key not in keys)


def _languages(told: Profile, there: Profile) -> tuple[Language, ...]:
    here = {language.tag.casefold(): language for language in there.languages}
    tags = {language.tag.casefold() for language in told.languages}
    states_preference = any(language.preferred for language in told.languages)
    merged = []
    for language in told.languages:
        known = here.get(language.tag.casefold(), language)
        preferred = language.preferred if states_preference else known.preferred
        interpreter = language.interpreter or known.interpreter
        merged.append(replace(language, preferred=preferred, interpreter=interpreter))
    kept = (language for language in there.languages if language.tag.casefold() not in tags)
    return (*merged, *(replace(one, preferred=one.preferred and not states_preference) for one in kept))


def _contact_points(told: Profile, there: Profile) -> tuple[ContactPoint, ...]:
    """Keep the permission and the safe hours that were given here for the same number."""
    merged = _known_points(told, there)
    here = {(point.system, point.key): point for point in there.contact_points}
    return tuple((merged | {key: point for key, point in here.items() if key not in merged}).values())


def _known_points(told: Profile, there: Profile) -> dict[tuple[str, str | None], ContactPoint]:
    here = {(point.system, point.key): point for point in there.contact_points}
    return {(point.system, point.key): here.get((point.system, point.key), point) for point in told.contact_points}


def _addresses(told: Profile, there: Profile) -> tuple[Address, ...]:
    """Take the source's addresses, keep what was said here of the same ones, and those that must not be told."""
    if not told.addresses:
        return there.addresses
    here = {_place(address): address for address in there.addresses}
    merged = {_place(address): here.get(_place(address), address) for address in told.addresses}
    kept = {key: one for key, one in here.items() if key not in merged and (one.no_fixed_abode or not one.safe)}
    return tuple((merged | kept).values())


def _place(address: Address) -> Address:
    return replace(address, safe=True, post_permitted=False)


def _result(draft: ClientDraft, outcome: Outcome, reason: str | None = None, client: ClientId | None = None) -> Result:
    return Result(noun="client", key=draft.key, place=draft.place, outcome=outcome, reason=reason, subject=client)
