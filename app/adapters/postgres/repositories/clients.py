"""Clients to rows and back, with the keys under which they are found."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import CTE, Select, any_, bindparam, case, delete, func, insert, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from app.adapters.postgres.queries.access import may_see, reach, serves, tier_seen, tier_value
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.access import ClientAccessNameRow, ClientAccessRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import Tier
from app.domain.clients.client import Client, Link
from app.domain.clients.keys import IDENTIFIER, former_among, keys_of, name_key, names_among
from app.domain.clients.profile import Profile
from app.domain.errors import Conflict
from app.domain.identity import ClientId, NetworkId
from app.domain.partial_date import PartialDate
from app.ports.access import Access
from app.ports.clients import Seen

_C = table_of(ClientRow)
_T = table_of(ClientTermRow)
_A = table_of(ClientAccessRow)
_N = table_of(ClientAccessNameRow)
# What was forgotten is for nobody: only its tombstone knows that it was there.
_ONE = (_C.c.network_id == bindparam("network"), _C.c.id == bindparam("id"), _C.c.erased_at.is_(None))
_KEYS = bindparam("keys", type_=ARRAY(_T.c.term.type))
_NAMES = bindparam("names_found_by", type_=ARRAY(_T.c.term.type))
_FORMER = bindparam("former_names", type_=ARRAY(_T.c.term.type))
_NETWORK = bindparam("network", type_=_C.c.network_id.type)
_ID = bindparam("id", type_=_C.c.id.type)
_FIXED = ("network_id", "id", "created_at")
MOST_ALIKE = 50
NOBODY = ClientId(UUID(int=0))

_GET = Statement.of(select(_C).where(*_ONE))
_LOCK = Statement.of(select(_C).where(*_ONE).with_for_update())
_SEEN = Statement.of(select(_C).where(*_ONE, may_see(_C.c.id)))
_IS_SEEN = Statement.of(select(_C.c.version).where(*_ONE, may_see(_C.c.id)))
_SEEN_TO = Statement.of(select(_C, tier_seen(_C.c.id).label("tier")).where(*_ONE, may_see(_C.c.id)))
_TOLD = "found.id = {client}"
_LOCK_SEEN = Statement.of(select(_C).where(*_ONE, may_see(_C.c.id)).with_for_update())
_POINTING_AT = Statement.of(
    select(_C.c.id).where(_C.c.network_id == bindparam("network"), _C.c.link_target_id == bindparam("id"))
)


_LOCK_KNOWN = Statement.of(
    select(_C)
    .where(
        _C.c.network_id == bindparam("network"),
        _C.c.id.in_(select(_T.c.client_id).where(_T.c.network_id == bindparam("network"), _T.c.term == any_(_KEYS))),
        serves(_C.c.id),
    )
    .order_by(_C.c.id)
    .with_for_update()
)


def _each_key() -> Select[Any]:
    return select(_NETWORK, func.unnest(_KEYS), _ID)


def _add() -> Statement:
    client = insert(_C).values({column.name: bindparam(column.name, type_=column.type) for column in _C.c})
    keys = insert(_T).from_select(["network_id", "term", "client_id"], _each_key())
    return Statement.of(keys.add_cte(client.cte("client")))


def _save() -> Statement:
    """Write a client, what the lists of agencies repeat of it, and the keys that are new or no longer true."""
    values = {name: bindparam(name, type_=_C.c[name].type) for name in _C.c.keys() if name not in _FIXED}  # noqa: SIM118
    saved = update(_C).where(*_ONE, _C.c.version == bindparam("read_version")).values(values).returning(_C.c.id)
    repeated = {"client_updated_at": values["updated_at"], "client_name_key": values["name_key"]}
    listed = update(_A).where(_A.c.network_id == _NETWORK, _A.c.client_id == _ID).values(repeated)
    of_client = (_T.c.network_id == _NETWORK, _T.c.client_id == _ID)
    untrue = delete(_T).where(*of_client, _T.c.term != func.all(_KEYS))
    new = upsert(_T).from_select(["network_id", "term", "client_id"], _each_key()).on_conflict_do_nothing()
    others = (listed.cte("listed"), untrue.cte("untrue"), new.cte("new"), *_names_for_agencies())
    return Statement.of(select(func.count()).select_from(saved.cte("saved")).add_cte(*others))


def _names_for_agencies() -> tuple[CTE, CTE]:
    untrue = delete(_N).where(_N.c.network_id == _NETWORK, _N.c.client_id == _ID, _N.c.term != func.all(_NAMES))
    agencies = select(_A.c.agency_id).where(_A.c.network_id == _NETWORK, _A.c.client_id == _ID).distinct().subquery()
    name = func.unnest(_NAMES).table_valued("name")
    former = name.c.name == any_(_FORMER)
    least = case((former, tier_value(Tier.FULL)), else_=tier_value(Tier.IDENTITY))
    names = select(_NETWORK, agencies.c.agency_id, name.c.name, _ID, least).select_from(agencies.join(name, true()))
    columns = ["network_id", "agency_id", "term", "client_id", "least_tier"]
    known = upsert(_N).from_select(columns, names)
    new = known.on_conflict_do_update(
        index_elements=list(_N.primary_key),
        set_={"least_tier": known.excluded.least_tier},
        where=_N.c.least_tier != known.excluded.least_tier,
    )
    return untrue.cte("untrue_names"), new.cte("new_names")


def _alike() -> Statement:
    shared = (
        select(_T.c.client_id, func.count().label("keys"))
        .where(_T.c.network_id == bindparam("network"), _T.c.term == any_(_KEYS), _T.c.client_id != _ID)
        .group_by(_T.c.client_id)
        .subquery()
    )
    seen = (_C.c.network_id == bindparam("network"), _C.c.id == shared.c.client_id, may_see(_C.c.id))
    return Statement.of(
        select(_C, tier_seen(_C.c.id).label("tier"))
        .where(*seen, ~_C.c.restricted)
        .order_by(shared.c["keys"].desc(), _C.c.id)
        .limit(MOST_ALIKE)
    )


_ADD = _add()
_SAVE = _save()
_ALIKE = _alike()


class ClientRepository:
    """The clients of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, client: ClientId) -> Client | None:
        """Return a client, whoever asks."""
        return _found(await self.session.fetch_row(_GET, id=client))

    async def lock(self, client: ClientId) -> Client | None:
        """Return a client and lock its row."""
        return _found(await self.session.fetch_row(_LOCK, id=client))

    async def seen(self, access: Access, client: ClientId) -> Client | None:
        """Return a client that the asker may see."""
        return _found(await self.session.fetch_row(_SEEN, id=client, **reach(access)))

    async def is_seen(self, access: Access, client: ClientId) -> bool:
        """Whether there is such a client, and the asker may see it."""
        return await self.session.fetch_value(_IS_SEEN, id=client, **reach(access)) is not None

    async def seen_to(self, access: Access, client: ClientId) -> Seen | None:
        """Return a client that the asker may see, with how much of it."""
        row = await self.session.fetch_told(_SEEN_TO, _TOLD, id=client, **reach(access))
        return None if row is None else _seen(row)

    async def lock_seen(self, access: Access, client: ClientId) -> Client | None:
        """Return a client that the asker may see and lock its row."""
        return _found(await self.session.fetch_row(_LOCK_SEEN, id=client, **reach(access)))

    async def add(self, client: Client) -> None:
        """Insert a client and its keys."""
        await self.session.execute(_ADD, **values_of(client), keys=keys_of(client.profile))
        self.session.touch(client, new=True)

    async def save(self, client: Client) -> None:
        """Write a changed client, one version on; refuse when somebody else was faster."""
        values = values_of(client) | {"version": client.version + 1, "read_version": client.version}
        keys = keys_of(client.profile)
        names = {"names_found_by": names_among(keys), "former_names": former_among(keys)}
        if not await self.session.fetch_value(_SAVE, **values, **names, keys=keys):
            raise Conflict("client.changed-meanwhile", "Somebody changed the client at the same moment.")
        client.version += 1
        self.session.touch(client)

    async def pointing_at(self, client: ClientId) -> tuple[ClientId, ...]:
        """Return the clients that are linked to this one."""
        return tuple(ClientId(row["id"]) for row in await self.session.fetch(_POINTING_AT, id=client))

    async def lock_known(self, access: Access, identifiers: Sequence[str]) -> tuple[Client, ...]:
        """Return and lock the clients that have one of these identifiers and that the asker sees whole."""
        keys = [IDENTIFIER + key for key in identifiers]
        rows = await self.session.fetch(_LOCK_KNOWN, keys=keys, **reach(access))
        return tuple(client_of(row) for row in rows)

    async def alike(self, access: Access, keys: Sequence[str], besides: ClientId | None) -> tuple[Seen, ...]:
        """Return clients that share a key, most keys first."""
        rows = await self.session.fetch(_ALIKE, keys=list(keys), id=besides or NOBODY, **reach(access))
        return tuple(_seen(row) for row in rows)


def _seen(row: asyncpg.Record) -> Seen:
    return Seen(client=client_of(row), tier=Tier(row["tier"]))


def _found(row: asyncpg.Record | None) -> Client | None:
    return None if row is None else client_of(row)


def values_of(client: Client) -> dict[str, Any]:
    """Write a client as a row."""
    profile = client.profile
    values = {name: msgspec.to_builtins(getattr(profile, name)) for name in _AS_THEY_ARE}
    return values | {
        "network_id": client.network,
        "id": client.id,
        "birth_date": _written(profile.birth_date),
        "deceased_on": _written(profile.deceased_on),
        "household": profile.household,
        "name_key": name_key(profile),
        "link_target_id": client.link.target if client.link else None,
        "linked_at": client.link.at if client.link else None,
        "linked_by": client.link.by if client.link else None,
        "erased_at": None,
        "version": client.version,
        "created_at": client.created_at,
        "updated_at": client.updated_at,
    }


def client_of(row: asyncpg.Record) -> Client:
    """Read a client back."""
    return Client(
        id=ClientId(row["id"]),
        network=NetworkId(row["network_id"]),
        profile=_profile_of(row),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        link=_link_of(row),
        version=row["version"],
    )


def _profile_of(row: asyncpg.Record) -> Profile:
    profile = msgspec.convert({name: row[name] for name in _AS_THEY_ARE}, Profile)
    return replace(
        profile,
        birth_date=_read(row["birth_date"]),
        deceased_on=_read(row["deceased_on"]),
        household=row["household"],
    )


def _link_of(row: asyncpg.Record) -> Link | None:
    if row["link_target_id"] is None:
        return None
    return Link(target=ClientId(row["link_target_id"]), at=row["linked_at"], by=row["linked_by"])


def _written(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _read(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


_WRITTEN_APART = ("birth_date", "deceased_on", "household")
_AS_THEY_ARE = tuple(field.name for field in fields(Profile) if field.name not in _WRITTEN_APART)
