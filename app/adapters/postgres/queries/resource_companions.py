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
    return (
        f"(SELECT {resource}.type, {resource}.id FROM resource_words {word} JOIN resources {resource}"  # noqa: S608
        f" ON {writing.resource(resource, include.source, f'{word}.id')}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.key = {quoted(include.key)}"
        f" AND {word}.value = ANY({writing.put(names, 'text[]')}) AND {writing.told(word, resource)}"
        f" AND {writing.seen(resource)} LIMIT {MOST_COMPANIONS + 1})"
    )


def _source(writing: Writing, include: Include, ids: list[UUID], word: str) -> str:
    """Write the words of the sources, which the asker reads already, in the face that it is shown."""
    source = writing.alias()
    return (
        f"resource_words {word} JOIN resources {source} ON {writing.resource(source, include.source, f'{word}.id')}"
        f" AND {word}.network_id = {writing.network} AND {word}.type = {quoted(include.source)}"
        f" AND {word}.id = ANY({writing.put(ids, 'uuid[]')}) AND {word}.key = {quoted(include.key)}"
        f" AND {writing.told(word, source)}"
    )


def _named(writing: Writing, include: Include, ids: list[UUID], types: Collection[str] | None) -> str:
    word, target = writing.alias(), writing.alias()
    allowed = [include.target] if include.target else None if types is None else sorted(types)
    of_type = "" if allowed is None else f" AND {target}.type = ANY({writing.put(allowed, 'text[]')})"
    return (
        f"(SELECT {target}.type, {target}.id FROM {_source(writing, include, ids, word)} JOIN resources {target}"  # noqa: S608
        f" ON {target}.network_id = {writing.network} AND {target}.type = split_part({word}.value, '/', 1)"
        f" AND {target}.id = {id_in(f'{word}.value')}{of_type} WHERE {writing.seen(target)}"
        f" LIMIT {MOST_COMPANIONS + 1})"
    )


def _addressed(writing: Writing, include: Include, ids: list[UUID], types: Collection[str] | None) -> str:
    """Follow an address: what has it as its own `url`."""
    word, own, target = writing.alias(), writing.alias(), writing.alias()
    keys = [f"{type_}.url" for type_ in ([include.target] if include.target else sorted(types or ADDRESSED))]
    return (
        f"(SELECT {target}.type, {target}.id FROM {_source(writing, include, ids, word)} JOIN resource_words {own}"  # noqa: S608
        f" ON {own}.network_id = {writing.network} AND {own}.key = ANY({writing.put(keys, 'text[]')})"
        f" AND {own}.value = {word}.value JOIN resources {target} ON {target}.network_id = {writing.network}"
        f" AND {target}.type = {own}.type AND {target}.id = {own}.id"
        f" WHERE {writing.told(own, target)} AND {writing.seen(target)} LIMIT {MOST_COMPANIONS + 1})"
    )


ADDRESSED = ("ActivityDefinition", "CodeSystem", "Measure", "PlanDefinition", "Questionnaire", "ValueSet")
"""The types that others name by address."""
