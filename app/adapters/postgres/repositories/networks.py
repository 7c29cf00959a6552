"""Networks to rows and back."""

from typing import Any

import asyncpg
import msgspec
from sqlalchemy import bindparam, insert, select, update

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.networks import NetworkRow
from app.domain.errors import Conflict
from app.domain.identity import NetworkId
from app.domain.networks.network import Network, Policies

_T = table_of(NetworkRow)
_GET = Statement.of(select(_T).where(_T.c.network_id == bindparam("network")))
_ADD = Statement.of(insert(_T))
_SAVE = Statement.of(
    update(_T)
    .where(_T.c.network_id == bindparam("network"), _T.c.version == bindparam("read_version"))
    .values({name: bindparam(name) for name in ("name", "policies", "updated_at")} | {"version": bindparam("version")})
)


class NetworkRepository:
    """The network of the open transaction."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self) -> Network | None:
        """Return the network of this transaction."""
        row = await self.session.fetch_row(_GET)
        return None if row is None else _entity(row)

    async def add(self, network: Network) -> None:
        """Insert a network that was just founded."""
        await self.session.execute(_ADD, **_values(network))
        self.session.touch(network, new=True)

    async def save(self, network: Network) -> None:
        """Write a changed network, one version on; refuse when somebody else was faster."""
        values = _values(network) | {"version": network.version + 1, "read_version": network.version}
        if await self.session.execute(_SAVE, **values) == 0:
            raise Conflict("network.changed-meanwhile", "Somebody changed the network at the same moment.")
        network.version += 1


def _values(network: Network) -> dict[str, Any]:
    return {
        "network_id": network.id,
        "name": network.name,
        "policies": msgspec.to_builtins(network.policies),
        "version": network.version,
        "created_at": network.created_at,
        "updated_at": network.updated_at,
    }


def _entity(row: asyncpg.Record) -> Network:
    return Network(
        id=NetworkId(row["network_id"]),
        name=row["name"],
        policies=msgspec.convert(row["policies"], Policies),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
