"""What files call their resources, and which resources that means: in one file, in all of a run, and before it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.adapters.fhir.resources.files import Found
from app.api.fhir.drafting import Named, literal_of
from app.api.fhir.rewriting import Meaning
from app.ports.resources import Target

SOUGHT = frozenset({"Location", "Organization", "Patient", "Practitioner"})
"""What files refer to by what identifies it, too."""
PAST = "/_history/"


@dataclass(slots=True)
class Meanings:
    """What names mean: `within` each file, and `everywhere` as long as that is one thing.

    `said` is what was said before of what is there, `sought` the names that nobody was told of, `refused` what is not
    taken: nothing means it.
    """

    within: dict[Path, dict[str, Target]] = field(default_factory=lambda: defaultdict(dict))
    everywhere: dict[str, Target | None] = field(default_factory=dict)
    said: dict[Target, bytes] = field(default_factory=dict)
    sought: set[str] = field(default_factory=set)
    refused: set[Target] = field(default_factory=set)

    def learn(self, path: Path, names: Iterable[str], target: Target) -> None:
        """Remember which resource a file means by names."""
        for name in names:
            self.within[path][name] = target
            self.everywhere[name] = target if self.everywhere.get(name, target) == target else None

    def target(self, path: Path, name: str) -> Target | None:
        """Return what a file means by a name."""
        plain = name.partition(PAST)[0]
        target = self.within[path].get(plain) or self.everywhere.get(plain)
        return None if target in self.refused else target

    def of(self, path: Path) -> Meaning:
        """Return what tells for a file what its names have become."""

        def meaning(name: str) -> str | None:
            target = self.target(path, name)
            return None if target is None else f"{target.type}/{target.id}"

        return meaning

    def unknown(self, path: Path, named: Iterable[Named]) -> dict[str, set[str]]:
        """Return the names that no file of this run explains, by their types."""
        asked: dict[str, set[str]] = defaultdict(set)
        for text in {each.text for each in named}:
            literal = literal_of(text)
            if literal is not None and self._is_unknown(path, "/".join(literal)):
                asked[literal[0]].add(literal[1])
        return asked

    def _is_unknown(self, path: Path, name: str) -> bool:
        return name not in self.sought and name not in self.everywhere and name not in self.within[path]


def names_of(found: Found) -> Iterator[str]:
    """Return everything by which a resource may be referred to."""
    yield from found.names
    given = found.resource.members.get("identifier") if found.kind in SOUGHT else None
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict) and each.get("system") and each.get("value"):
            yield f"{found.kind}?identifier={each['system']}|{each['value']}"


def key_of(found: Found, place: int) -> str:
    """Return by what a resource is known from run to run, within its type: its id, address, or place in its file."""
    id_ = found.resource.members.get("id")
    if isinstance(id_, str) and id_:
        return id_
    return found.url or f"{found.resource.file}#{place}"
