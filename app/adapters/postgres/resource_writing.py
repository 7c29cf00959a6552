"""Resources, their versions and their terms, written by parts of one statement: alone, or with what a call records."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.adapters.postgres.changes import Written
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.ports.resources import LONGEST_WORD, Face, Terms

Found = dict[tuple[Any, ...], int]  # of each term, by whom it is found


def _content(face: Face | None) -> bytes | None:
    return None if face is None else face.content


def _meta(face: Face | None) -> bytes | None:
    return None if face is None else face.meta


def _array(ids: Iterable[object]) -> str:
    return "{" + ",".join(sorted(map(str, ids))) + "}"


_COLUMNS: dict[str, tuple[str, Callable[[Written], Any]]] = {
    "type": ("text", lambda row: row.type),
    "id": ("uuid", lambda row: row.id),
    "version": ("int", lambda row: row.version),
    "updated_at": ("timestamptz", lambda row: row.updated_at),
    "deleted": ("boolean", lambda row: row.deleted),
    "projected": ("boolean", lambda row: row.projected),
    "agency_id": ("uuid", lambda row: row.agency),
    "client_id": ("uuid", lambda row: row.client),
    "reading": ("text", lambda row: row.reading),
    "parties": ("text", lambda row: _array(row.parties)),  # rows of arrays would be unnested whole
    "kinds": ("bigint", lambda row: row.kinds),
    "sensitivity": ("smallint", lambda row: row.sensitivity),
    "hidden": ("boolean", lambda row: row.hidden),
    "content": ("bytea", lambda row: row.face.content),
    "meta": ("bytea", lambda row: row.face.meta),
    "other_content": ("bytea", lambda row: _content(row.other)),
    "other_meta": ("bytea", lambda row: _meta(row.other)),
    "other_agency_id": ("uuid", lambda row: row.other_agency),
    "source": ("bytea", lambda row: _content(row.source)),
    "source_meta": ("bytea", lambda row: _meta(row.source)),
    "rendered": ("bytea", lambda row: _content(row.rendered)),
    "rendered_meta": ("bytea", lambda row: _meta(row.rendered)),
}
_TERMS: dict[str, dict[str, str]] = {
    "words": {"key": "text", "value": "text"},
    "spans": {"key": "text", "since": "timestamptz", "until": "timestamptz"},
    "amounts": {"key": "text", "low": "numeric", "high": "numeric", "unit": "text"},
}
_KEPT = ("version", "updated_at", "deleted", "content", "meta", "other_content", "other_meta")
NAMES = (
    *(f"resource_{name}" for name in _COLUMNS),
    "resource_supersedes",
    *(f"{kind}_{name}" for kind, columns in _TERMS.items() for name in ("place", *columns, "face")),
)
"""The parameters of the parts, in order."""


def parts(first: int, *, changing: bool) -> str:
    """Write the parts of a statement whose parameters begin at `first`; $1 is the network.

    `changing`: some of the rows are there already. A version is later than the one before it, so that no new term is
    taken for an old one that goes in the same statement.
    """
    places = {name: f"${first + place}" for place, name in enumerate(NAMES)}
    written = [_given(places), *(_superseded() if changing else ()), _resources(changing=changing)]
    return ", ".join([*written, *(_terms(kind, places) for kind in _TERMS)])


def _given(places: dict[str, str]) -> str:
    arrays = [f"{places[f'resource_{name}']}::{kind}[]" for name, (kind, _) in _COLUMNS.items()]
    names = ", ".join([*_COLUMNS, "supersedes", "place"])
    return (
        f"resources_in AS (SELECT * FROM unnest({', '.join(arrays)}, {places['resource_supersedes']}::boolean[]) "  # noqa: S608
        f"WITH ORDINALITY AS given ({names}))"
    )


def _superseded() -> Iterable[str]:
    kept = ", ".join(f"r.{name}" for name in _KEPT)
    yield f"""superseded AS (
        INSERT INTO resource_versions (network_id, type, id, {", ".join(_KEPT)})
        SELECT r.network_id, r.type, r.id, {kept} FROM resources r, resources_in g
        WHERE g.supersedes AND r.network_id = $1::uuid AND r.type = g.type AND r.id = g.id)"""  # noqa: S608
    for kind in _TERMS:
        yield f"""no_{kind} AS (
            DELETE FROM resource_{kind} t USING resources_in g
            WHERE g.supersedes AND t.network_id = $1::uuid AND t.type = g.type AND t.id = g.id)"""  # noqa: S608


def _resources(*, changing: bool) -> str:
    values = ", ".join("parties::uuid[]" if name == "parties" else name for name in _COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in {"type", "id"})
    conflict = f"ON CONFLICT (network_id, type, id) DO UPDATE SET {changes}" if changing else ""
    return (
        f"resources_out AS (INSERT INTO resources (network_id, {', '.join(_COLUMNS)}) "  # noqa: S608
        f"SELECT $1::uuid, {values} FROM resources_in {conflict})"
    )


def _terms(kind: str, places: dict[str, str]) -> str:
    columns = _TERMS[kind]
    types = {"place": "int", **columns, "face": "smallint"}
    arrays = ", ".join(f"{places[f'{kind}_{name}']}::{type_}[]" for name, type_ in types.items())
    names = ", ".join(columns)
    return f"""{kind}_out AS (
        INSERT INTO resource_{kind} (network_id, {names}, face, updated_at, id, type)
        SELECT $1::uuid, {names}, face, g.updated_at, g.id, g.type
        FROM unnest({arrays}) AS t (place, {names}, face) JOIN resources_in g USING (place))"""  # noqa: S608


def _alone(*, changing: bool) -> Statement:
    return Statement.text(f"WITH {parts(2, changing=changing)} SELECT 1", "network", *NAMES)


ALONE = {changing: _alone(changing=changing) for changing in (False, True)}


def changing(rows: Sequence[Written]) -> bool:
    """Whether some of the rows are there already."""
    return not all(row.new for row in rows)


async def put(session: Session, rows: Sequence[Written]) -> None:
    """Write rows in a statement of their own."""
    if rows:
        await session.execute(ALONE[changing(rows)], **arguments(rows))


def arguments(rows: Sequence[Written]) -> dict[str, list[Any]]:
    """Return the values of the parameters."""
    given: dict[str, list[Any]] = {
        f"resource_{name}": [value(row) for row in rows] for name, (_, value) in _COLUMNS.items()
    }
    given["resource_supersedes"] = [row.supersedes for row in rows]
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in _TERMS}
    for place, row in enumerate(rows, 1):
        if row.terms is not None:
            for kind, terms in _once(row.terms).items():
                found[kind] += [(place, *term, face) for term, face in terms.items()]
    for kind, columns in _TERMS.items():
        for at, name in enumerate(("place", *columns, "face")):
            given[f"{kind}_{name}"] = [term[at] for term in found[kind]]
    return given


def _once(terms: Terms) -> dict[str, Found]:
    """Name each term once: what both faces say is found by everybody."""
    words: Found = {}
    for word in terms.words:
        _note(words, (word.key, word.value[:LONGEST_WORD].replace("\x00", "")), word.face)
    spans: Found = {}
    for span in terms.spans:
        _note(spans, (span.key, span.since, span.until), span.face)
    amounts: Found = {}
    for amount in terms.amounts:
        _note(amounts, (amount.key, amount.low, amount.high, amount.unit), amount.face)
    return {"words": words, "spans": spans, "amounts": amounts}


def _note(found: Found, term: tuple[Any, ...], face: int) -> None:
    found[term] = face if found.get(term, face) == face else 0
