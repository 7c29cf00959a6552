"""Keeps what the domain does not own of FHIR files, as the FHIR door does: checked, rewritten, known by its names.

What others refer to comes first; within a file, each resource comes after those of the file that it names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Any

from app.adapters.fhir.resources.files import Found
from app.adapters.fhir.validation.validating import validate
from app.api.fhir.bulk.order import FIRST, THEN
from app.api.fhir.catalogue import TYPES, interactions
from app.api.fhir.drafting import Named, drafted, face_of, named_in, nothing_there
from app.api.fhir.rewriting import rewritten
from app.cli.fhir_names import Meanings, key_of, names_of
from app.cli.reports import Report, batches
from app.domain.errors import Invalid
from app.ports.imports import Outcome, Result
from app.ports.resources import Target
from app.use_cases.core import Call, Core
from app.use_cases.imports import resource_imports
from app.use_cases.imports.imports import reason_of
from app.use_cases.imports.resource_imports import Sent, said_of

BATCH = 100
MOST_FAULTS = 3
URN = "urn:"
STAGES = ("directory", "visits", "other resources")
NOT_OF_FILES = frozenset({"Subscription"})
"""What only a program can ask for, since it is told with the rights of whoever asks."""
Numbered = tuple[int, Found]


def stage_of(type_: str) -> str:
    """Return with which others a type is taken."""
    return STAGES[0] if type_ in FIRST else STAGES[1] if type_ in THEN else STAGES[2]


def is_kept(type_: str | None) -> bool:
    """Whether resources of a type are taken at all."""
    return type_ in TYPES - NOT_OF_FILES and "create" in interactions(type_)


def faults_of(found: Found) -> str | None:
    """Say what is wrong with a resource; None when nothing is."""
    faults = validate(dict(found.resource.members), entries=False).faults
    said = [f"{fault.expression}: {fault.text}" for fault in faults[:MOST_FAULTS]]
    more = len(faults) - len(said)
    return "; ".join(said + ([f"and {more} more"] if more else [])) or None


@dataclass(slots=True, kw_only=True)
class Rest:
    """One run's resources of types that the domain does not own; `names` is the source under which they are known."""

    core: Core
    call: Call
    names: str
    told: Report
    meanings: Meanings
    done: set[Target] = field(default_factory=set)
    expected: set[Target] = field(default_factory=set)

    async def name(self, path: Path, found: Sequence[Numbered]) -> None:
        """Give every resource the id under which it is here, or will be."""
        keys: dict[str, set[str]] = defaultdict(set)
        for place, each in found:
            keys[str(each.kind)].add(key_of(each, place))
        known, new = await self.core.run(self.call, resource_imports.name, self.names, keys)
        for place, each in found:
            named = (str(each.kind), key_of(each, place))
            there = self.meanings.everywhere.get("/".join(named))
            taken = known.get(named) or new[named]
            target = Target(type=named[0], id=taken.subject if there is None else there.id)
            self.meanings.learn(path, (*names_of(each), "/".join(named)), target)
            if named not in known:
                self.expected.add(target)
            elif taken.said:
                self.meanings.said[target] = taken.said

    async def look_up(self, path: Path, found: Sequence[Numbered]) -> None:
        """Find out what names mean that only an earlier run, or the FHIR door, was told."""
        await self._look_up(path, (named for _, each in found for named in named_in(each.resource.members, "")))

    async def _look_up(self, path: Path, named: Iterable[Named]) -> None:
        unknown = self.meanings.unknown(path, named)
        if unknown:
            known, _ = await self.core.run(self.call, resource_imports.name, self.names, unknown)
            self.meanings.sought |= {f"{type_}/{key}" for type_, keys in unknown.items() for key in keys}
            for (type_, key), taken in known.items():
                self.meanings.everywhere[f"{type_}/{key}"] = Target(type=type_, id=taken.subject)

    async def take(self, path: Path, found: Sequence[Numbered], beside: Mapping[int, str]) -> None:
        """Take the resources of one file, and tell of each what became of it; why some are kept `beside` records."""
        named = {place: named_in(each.resource.members, "") for place, each in found}
        await self._look_up(path, chain.from_iterable(named.values()))
        for batch in batches(list(_in_order(found, named)), BATCH):
            sent: list[Sent] = []
            reasons: dict[Target, str] = {}
            for place, each in batch:
                if (target := self._target(path, place, each)) in self.done:
                    self._tell(place, each, Outcome.UNCHANGED, "Its name was met before in these files.")
                    continue
                self.done.add(target)
                if (ready := self._sent(path, place, each, target)) is not None:
                    sent.append(ready)
                if place in beside:
                    reasons[target] = beside[place]
            await self._keep(sent, reasons)

    async def _keep(self, sent: Sequence[Sent], reasons: Mapping[Target, str]) -> None:
        if not sent:
            return
        taken = await self.core.run(
            self.call,
            resource_imports.take_resources,
            self.names,
            sent,
            coming=self.expected,
            dry_run=self.told.dry_run,
        )
        for each, result in zip(sent, taken, strict=True):
            self.told.results.append(_beside(result, reasons.get(each.target)))
            self.expected.discard(each.target)
            if result.outcome is Outcome.REJECTED:
                self.meanings.refused.add(each.target)

    def _sent(self, path: Path, place: int, found: Found, target: Target) -> Sent | None:
        """Make one resource ready; tell at once of what says the same as before, and of what is refused."""
        resource: dict[str, Any] = rewritten(dict(found.resource.members), self.meanings.of(path))
        if target in self.meanings.said and self._says_the_same(target, resource):
            self._tell(place, found, Outcome.UNCHANGED, None, target)
            return None
        reason = faults_of(found)
        try:
            if reason is None:
                draft = _draft(resource)
                return Sent(key=key_of(found, place), place=found.resource.place(), target=target, draft=draft)
        except Invalid as refusal:
            reason = reason_of(refusal)
        self._tell(place, found, Outcome.REJECTED, reason)
        self.expected.discard(target)
        self.meanings.refused.add(target)
        return None

    def _says_the_same(self, target: Target, resource: dict[str, Any]) -> bool:
        return isinstance(resource.get("meta", {}), dict) and self.meanings.said[target] == said_of(face_of(resource))

    def _target(self, path: Path, place: int, found: Found) -> Target:
        target = self.meanings.within[path].get(f"{found.kind}/{key_of(found, place)}")
        return target or Target(type=str(found.kind), id=self.core.ids.new())

    def _tell(
        self, place: int, found: Found, outcome: Outcome, reason: str | None, target: Target | None = None
    ) -> None:
        noun = str(found.kind)
        self.told.results.append(
            Result(
                noun=noun,
                key=f"{noun}/{key_of(found, place)}",
                place=found.resource.place(),
                outcome=outcome,
                reason=reason,
                subject=None if target is None else target.id,
            )
        )


def _beside(result: Result, reason: str | None) -> Result:
    """Tell of what the domain does not take that it is kept as it came; a refusal says why it is not taken either."""
    if reason is None or result.outcome is Outcome.UNCHANGED:
        return result
    rejected = result.outcome is Outcome.REJECTED
    told = f"{reason} {result.reason}" if rejected else f"Kept as it came: {reason}"
    return replace(result, outcome=result.outcome if rejected else Outcome.KEPT, reason=told)


def _draft(resource: dict[str, Any]) -> Any:
    named = named_in(resource, str(resource["resourceType"]))
    for each in named:
        if each.text.startswith(URN):
            raise nothing_there(each.expression)
    return drafted(resource, foreign=True, named=named)


def _in_order(found: Sequence[Numbered], named: Mapping[int, Sequence[Named]]) -> Iterator[Numbered]:
    """Return resources, each after those that it names; in a circle, as they stand."""
    at = {name: index for index, (_, each) in enumerate(found) for name in each.names}
    needs: Mapping[int, set[int]] = {
        index: {at[each.text] for each in named[place] if each.text in at} - {index}
        for index, (place, _) in enumerate(found)
    }
    try:
        yield from (found[index] for index in TopologicalSorter(needs).static_order())
    except CycleError:
        yield from found
