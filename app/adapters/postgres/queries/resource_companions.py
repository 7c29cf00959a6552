"""What comes along with the resources of a page: what they name, and what names them, all in one statement a round."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from app.adapters.postgres.queries.resource_texts import Writing, id_in, quoted
from app.ports.resource_search import Include
from app.ports.resources import StoredResource

MOST_COMPANIONS, MOST_ROUNDS = 1_000, 5


def coming_along(
    writing: Writing, found: Sequence[StoredResource], includes: Sequence[Include], types: Collection[str] | None
) -> str | None:
    """Write the statement of one round; None when there is nothing to go on from."""
    arms = [arm for each in includes for arm in _arm(writing, found, each, types)]
    if not arms:
        return None
    resource = writing.alias()
    return (
        f"SELECT {writing.columns(resource)} FROM (SELECT DISTINCT type, id FROM ({' UNION ALL '.join(arms)}) arms"  # noqa: S608
        f" LIMIT {MOST_COMPANIONS + 1}) found JOIN resources {resource} ON {resource}.network_id = {writing.network}"
        f" AND {resource}.type = found.type AND {resource}.id = found.id ORDER BY {resource}.type, {resource}.id"
    )


def _arm(
    writing: Writing, found: Sequence[StoredResource], include: Include, types: Collection[str] | None
) -> Iterator[str]:
    wanted = include.source if include.reverse else include.target
    if types is not None and wanted is not None and wanted not in types:
        return
    if include.reverse:
        names = [f"{each.type}/{each.id}" for each in found if include.target in (None, each.type)]
        if names:
            yield _naming(writing, include, names)
    else:
        ids = [each.id for each in found if each.type == include.source]
        if ids:
            yield (_addressed if include.by_address else _named)(writing, include, ids, types)


def _naming(writing: Writing, include: Include, names: list[str]) -> str:
    word, resource = writing.alias(), writing.alias()
    asked = f"{writing.told(word, resource)} AND {writing.seen(resource)}"
    return (
        f"(SELECT {word}.type, {word}.id FROM resource_words {word}"  # noqa: S608
        f"{writing.where_resource(resource, include.source, f'{word}.id', asked)}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.key = {quoted(include.key)}"
        f" AND {word}.value = ANY({writing.put(names, 'text[]')}) LIMIT {MOST_COMPANIONS + 1})"
    )


def _source(writing: Writing, include: Include, ids: list[UUID], word: str) -> str:
    """Write the words of the sources, which the asker reads already, in the face that it is shown."""
    source, named = writing.alias(), writing.alias()
    return (
        f"(SELECT {named}.value FROM resource_words {named}"  # noqa: S608
        f"{writing.where_resource(source, include.source, f'{named}.id', writing.told(named, source))}"
        f" WHERE {named}.network_id = {writing.network} AND {named}.type = {quoted(include.source)}"
        f" AND {named}.id = ANY({writing.put(ids, 'uuid[]')}) AND {named}.key = {quoted(include.key)}) {word}"
    )


def _named(writing: Writing, include: Include, ids: list[UUID], types: Collection[str] | None) -> str:
    word, target = writing.alias(), writing.alias()
    allowed = [include.target] if include.target else None if types is None else sorted(types)
    of_type = "" if allowed is None else f" AND {target}.type = ANY({writing.put(allowed, 'text[]')})"
    return (
        f"(SELECT seen.type, seen.id FROM {_source(writing, include, ids, word)} CROSS JOIN LATERAL ("  # noqa: S608
        f"SELECT {target}.type, {target}.id FROM resources {target} WHERE {target}.network_id = {writing.network}"
        f" AND {target}.type = split_part({word}.value, '/', 1) AND {target}.id = {id_in(f'{word}.value')}{of_type}"
        f" AND {writing.seen(target)} OFFSET 0) seen LIMIT {MOST_COMPANIONS + 1})"
    )


def _addressed(writing: Writing, include: Include, ids: list[UUID], types: Collection[str] | None) -> str:
    """Follow an address: what has it as its own `url`."""
    word, own, target = writing.alias(), writing.alias(), writing.alias()
    keys = [f"{type_}.url" for type_ in ([include.target] if include.target else sorted(types or ADDRESSED))]
    return (
        f"(SELECT seen.type, seen.id FROM {_source(writing, include, ids, word)} JOIN resource_words {own}"  # noqa: S608
        f" ON {own}.network_id = {writing.network} AND {own}.key = ANY({writing.put(keys, 'text[]')})"
        f" AND {own}.value = {word}.value CROSS JOIN LATERAL (SELECT {target}.type, {target}.id"
        f" FROM resources {target} WHERE {target}.network_id = {writing.network} AND {target}.type = {own}.type"
        f" AND {target}.id = {own}.id AND {writing.told(own, target)} AND {writing.seen(target)} OFFSET 0) seen"
        f" LIMIT {MOST_COMPANIONS + 1})"
    )


ADDRESSED = ("ActivityDefinition", "CodeSystem", "Measure", "PlanDefinition", "Questionnaire", "ValueSet")
"""The types that others name by address."""
