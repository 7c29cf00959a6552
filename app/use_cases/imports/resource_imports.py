"""Takes resources over as another system sends them: what is only kept, and what else the domain's own were sent with.

Each is known by what the source calls it, as what is sent by FHIR under a name is. What was said last is remembered:
the same again changes nothing, whatever was decided here meanwhile.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from app.domain.errors import DomainError, Gone, Invalid
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.imports import Outcome, Place, Result, Taken
from app.ports.resources import Draft, Face, Target
from app.use_cases.core import Context, UseCase, use_case
from app.use_cases.imports.imports import reason_of
from app.use_cases.imports.record_imports import REFUSALS
from app.use_cases.resources import kept_resources

DIGEST = 32
NOUN = "fhir:"
"""How the nouns begin under which names of resources are known; their types follow."""
NEVER = b""
"""The digest of what is known by name alone."""
Names = Mapping[str, Collection[str]]
"""What a source calls its resources, by their types."""
Known = dict[tuple[str, str], Taken]
"""What names mean, by type and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A resource to keep as it was sent: what the source calls it, where it stands there, and which it is here."""

    key: str
    place: Place
    target: Target
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What else was sent with a record that the domain takes over; `record` is what the record is known by."""

    type: str
    key: str
    record: str
    face: Face


def said_of(face: Face) -> bytes:
    """Return what tells two sayings apart: a digest of the content, and one of the meta."""
    return _digest(face.content) + _digest(face.meta)


def _digest(content: bytes) -> bytes:
    said = json.loads(content, parse_float=Decimal)
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()


@use_case(action="resource.name", resource="Bundle", permission="c", roles=CARE_ROLES)
async def name(context: Context, source: str, names: Names) -> tuple[Known, Known]:
    """Return what names mean that are known, and, for the others, the ids that they may be given."""
    known = await _find(context, source, names)
    asked = ((type_, key) for type_, keys in names.items() for key in keys)
    new = {each: Taken(subject=context.new_id()) for each in asked if each not in known}
    return known, new


@use_case(action="resource.import", resource="Bundle", permission="c", roles=CARE_ROLES)
async def take_resources(
    context: Context, source: str, sent: Sequence[Sent], *, coming: Collection[Target], dry_run: bool
) -> tuple[Result, ...]:
    """Keep resources that may name one another and what is `coming`; those refused are told with the reason."""
    known = await _find(context, source, _names(sent))
    before = {each.target: known[each.target.type, each.key] for each in sent if (each.target.type, each.key) in known}
    new = [each for each in sent if each.target not in before]
    done = dict.fromkeys((each.target for each in new), _told(Outcome.CREATED)) if dry_run else {}
    if not dry_run:
        done |= await _create(context, new, coming)
    for each in sent:
        if each.target in before:
            done[each.target] = await _change(context, each, before[each.target], coming, dry_run=dry_run)
    if not dry_run:
        taken = [each for each in sent if done[each.target][0] is not Outcome.REJECTED]
        await _learn(context, source, [(each.target, each.key, said_of(each.draft.face)) for each in taken])
    return tuple(_result(each, *done[each.target]) for each in sent)


def with_whole(
    take: UseCase[..., tuple[Result, ...]], source: str, wholes: Sequence[Whole], records: tuple[str, str]
) -> UseCase[..., tuple[Result, ...]]:
    """Let records be taken over together with what the domain has no place for, in the order of their drafts.

    What was decided here since, and shows, is not put back to what the source says: then only the domain's rules tell.
    `records` are the noun and the source under which the records themselves are known: so is what was sent by FHIR.
    """

    async def verb(context: Context, *args: Any, dry_run: bool, **named: Any) -> tuple[Result, ...]:
        known = await _find(context, source, _names_of_wholes(wholes))
        if not dry_run:
            sent = {each.record: known[each.type, each.key] for each in wholes if (each.type, each.key) in known}
            await _adopt(context, *records, sent)
        as_told = [await _is_as_told(context, whole, known.get((whole.type, whole.key))) for whole in wholes]
        results = await take(context, *args, dry_run=dry_run, **named)
        if dry_run:
            return results
        told, learned = [], []
        for whole, result, untouched in zip(wholes, results, as_told, strict=True):
            before = known.get((whole.type, whole.key))
            told.append(_remembered(context, whole, result, before, untouched=untouched))
            if (said := _learned(whole, result, before, untouched=untouched)) is not None and result.subject:
                learned.append((Target(type=whole.type, id=result.subject), whole.key, said))
        await _learn(context, source, learned)
        return tuple(told)

    return UseCase(verb, take.rule)


async def _adopt(context: Context, noun: str, source: str, sent: Mapping[str, Taken]) -> None:
    """Let records that were sent by FHIR before be known as if they had been taken over."""
    shelves: Mapping[str, Any] = {
        "need": context.tx.needs,
        "goal": context.tx.goals,
        "care-team": context.tx.care_teams,
        "care-plan": context.tx.care_plans,
        "assessment": context.tx.assessments,
    }
    if noun not in shelves or not sent:
        return
    there = await context.tx.source_keys.find(noun, source, sent.keys())
    new = {key: Taken(subject=each.subject) for key, each in sent.items() if key not in there}
    held = {key: each for key, each in new.items() if await shelves[noun].get(each.subject) is not None}
    await context.tx.source_keys.learn(noun, source, held)


async def _is_as_told(context: Context, whole: Whole, before: Taken | None) -> bool:
    """Whether something new is said of what still says what was said of it before."""
    if before is None or not before.said or before.said == said_of(whole.face):
        return False
    access = Access.of(context.actor, context.now)
    there = await context.tx.resources.read(access, Target(type=whole.type, id=before.subject))
    return there is not None and not there.deleted and _digest(there.content) == before.said[:DIGEST]


def _remembered(context: Context, whole: Whole, result: Result, before: Taken | None, *, untouched: bool) -> Result:
    if result.subject is None or not (result.outcome is Outcome.CREATED or (untouched and before is not None)):
        return result
    context.tx.resources.remember(Target(type=whole.type, id=result.subject), whole.face)
    return replace(result, outcome=Outcome.CHANGED) if result.outcome is Outcome.UNCHANGED else result


def _learned(whole: Whole, result: Result, before: Taken | None, *, untouched: bool) -> bytes | None:
    """Return what is to be remembered as said; None where it stays."""
    if result.outcome is Outcome.CREATED or untouched:
        return said_of(whole.face)
    return NEVER if before is None else None


async def _create(
    context: Context, new: Sequence[Sent], coming: Collection[Target]
) -> dict[Target, tuple[Outcome, str | None]]:
    """Keep new resources together, or, when one of them is refused, each by itself."""
    if not new:
        return {}
    try:
        await kept_resources.create_all(context, [(each.target.id, each.draft) for each in new], coming)
    except REFUSALS as refusal:
        if len(new) == 1:
            return {new[0].target: _refused(refusal)}
        expected = {*coming, *(each.target for each in new)}
        done: dict[Target, tuple[Outcome, str | None]] = {}
        for each in new:
            done |= await _create(context, [each], expected)
            if done[each.target][0] is Outcome.REJECTED:
                expected.discard(each.target)
        return done
    return dict.fromkeys((each.target for each in new), _told(Outcome.CREATED))


async def _change(
    context: Context, sent: Sent, before: Taken, coming: Collection[Target], *, dry_run: bool
) -> tuple[Outcome, str | None]:
    if before.said == said_of(sent.draft.face):
        return _told(Outcome.UNCHANGED)
    if dry_run:
        return _told(Outcome.CHANGED)
    try:
        there = await kept_resources.held(context, replace(sent.target, id=before.subject), None)
        version = there.version
        stored = await kept_resources.change(context, there, sent.draft, coming)
    except (*REFUSALS, Gone) as refusal:
        return _refused(refusal)
    return _told(Outcome.UNCHANGED if stored.version == version else Outcome.CHANGED)


def _told(outcome: Outcome) -> tuple[Outcome, str | None]:
    return outcome, None


def _refused(refusal: DomainError) -> tuple[Outcome, str | None]:
    return Outcome.REJECTED, reason_of(refusal) if isinstance(refusal, Invalid) else refusal.message


def _result(sent: Sent, outcome: Outcome, reason: str | None) -> Result:
    subject = None if outcome is Outcome.REJECTED else sent.target.id
    key = f"{sent.target.type}/{sent.key}"
    return Result(noun=sent.target.type, key=key, place=sent.place, outcome=outcome, reason=reason, subject=subject)


def _names(sent: Iterable[Sent]) -> Names:
    return _by_type((each.target.type, each.key) for each in sent)


def _names_of_wholes(wholes: Iterable[Whole]) -> Names:
    return _by_type((each.type, each.key) for each in wholes)


def _by_type(names: Iterable[tuple[str, str]]) -> Names:
    found: dict[str, set[str]] = defaultdict(set)
    for type_, key in names:
        found[type_].add(key)
    return found


async def _find(context: Context, source: str, names: Names) -> Known:
    asked = {(f"{NOUN}{type_}", key) for type_, keys in names.items() for key in keys}
    found = await context.tx.source_keys.find_all(source, asked)
    return {(noun.removeprefix(NOUN), key): taken for (noun, key), taken in found.items()}


async def _learn(context: Context, source: str, said: Iterable[tuple[Target, str, bytes]]) -> None:
    learned = {(f"{NOUN}{target.type}", key): Taken(subject=target.id, said=each or None) for target, key, each in said}
    await context.tx.source_keys.learn_all(source, learned)
