"""What sources call the things that were taken over from them, so that later files may refer to them."""

from collections.abc import Collection, Mapping

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.ports.imports import Taken

Key = tuple[str, str]
"""A noun, and what a source calls a thing of it."""
_FIND = Statement.text(
    """
    SELECT known.noun, known.name, known.subject_id, known.said
    FROM unnest($3::text[], $4::text[]) AS asked (noun, name)
    JOIN source_records known ON known.network_id = $1::uuid AND known.noun = asked.noun AND known.source = $2::text
        AND known.name = asked.name
    """,
    *("network", "source", "nouns", "names"),
)
_LEARN = Statement.text(
    """
    INSERT INTO source_records (network_id, noun, source, name, subject_id, said)
    SELECT $1::uuid, noun, $2::text, name, subject_id, said
    FROM unnest($3::text[], $4::text[], $5::uuid[], $6::bytea[]) AS learned (noun, name, subject_id, said)
    ON CONFLICT (network_id, noun, source, name) DO UPDATE SET subject_id = excluded.subject_id, said = excluded.said
    """,
    *("network", "source", "nouns", "names", "subjects", "said"),
)


class SourceKeyRepository:
    """The keys of sources."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def learn(self, noun: str, source: str, keys: Mapping[str, Taken]) -> None:
        """Insert keys, or let them mean something else."""
        await self.learn_all(source, {(noun, key): taken for key, taken in keys.items()})

    async def learn_all(self, source: str, keys: Mapping[Key, Taken]) -> None:
        """Do so in one order, so that two who learn the same keys do not wait for each other."""
        if not keys:
            return
        listed = sorted(keys)
        taken = [keys[key] for key in listed]
        nouns, names = zip(*listed, strict=True)
        subjects, said = [each.subject for each in taken], [each.said for each in taken]
        await self.session.execute(_LEARN, source=source, nouns=nouns, names=names, subjects=subjects, said=said)

    async def find(self, noun: str, source: str, keys: Collection[str]) -> dict[str, Taken]:
        """Look keys up."""
        found = await self.find_all(source, [(noun, key) for key in keys])
        return {name: taken for (_, name), taken in found.items()}

    async def find_all(self, source: str, keys: Collection[Key]) -> dict[Key, Taken]:
        """Look keys of several nouns up; nobody is asked about none."""
        if not keys:
            return {}
        nouns, names = zip(*sorted(keys), strict=True)
        rows = await self.session.fetch(_FIND, source=source, nouns=nouns, names=names)
        return {(row["noun"], row["name"]): Taken(subject=row["subject_id"], said=row["said"]) for row in rows}
