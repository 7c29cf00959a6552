"""Access tokens to rows and back, each read with what its client may be now."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
from sqlalchemy import Select, and_, any_, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.agencies import AgencyRow, ApiClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.oauth import AccessTokenRow
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.access_token import AccessToken
from app.domain.networks.agency import AgencyStatus
from app.domain.networks.api_client import ApiClientStatus
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.security import KeptToken

_T, _C, _A = table_of(AccessTokenRow), table_of(ApiClientRow), table_of(AgencyRow)
_OF_AGENCY = and_(_A.c.network_id == _C.c.network_id, _A.c.id == _C.c.agency_id)
_OF_CLIENT = and_(_C.c.network_id == _T.c.network_id, _C.c.id == _T.c.api_client_id)
_STANDING = and_(
    _C.c.status == bindparam("client_active", ApiClientStatus.ACTIVE.value),
    _A.c.status == bindparam("agency_active", AgencyStatus.ACTIVE.value),
).label("standing")
_KEPT: Select[tuple[object, ...]] = (
    select(_T, _C.c.roles, _STANDING)
    .join_from(_T, _C, _OF_CLIENT)
    .join(_A, _OF_AGENCY)
    .where(_T.c.network_id == bindparam("network"))
)
_FIND = Statement.of(_KEPT.where(_T.c.digest == bindparam("digest", type_=BYTEA)))
_FIND_ALL = Statement.of(_KEPT.where(_T.c.digest == any_(bindparam("digests", type_=ARRAY(BYTEA)))))
_ADD = Statement.of(insert(_T))
_END = update(_T).where(_T.c.network_id == bindparam("network"), _T.c.revoked_at.is_(None))
_REVOKE = Statement.of(_END.where(_T.c.digest == bindparam("ended", type_=BYTEA)).values(revoked_at=bindparam("at")))
_REVOKE_ALL = Statement.of(_END.where(_T.c.api_client_id == bindparam("api_client")).values(revoked_at=bindparam("at")))


class AccessTokenRepository:
    """The tokens of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def find(self, digest: bytes) -> KeptToken | None:
        """Return a token with its client's present roles and standing."""
        row = await self.session.fetch_row(_FIND, digest=digest)
        return None if row is None else _kept(row)

    async def find_all(self, digests: Sequence[bytes]) -> list[KeptToken]:
        """Return those of many tokens that there are."""
        return [_kept(row) for row in await self.session.fetch(_FIND_ALL, digests=list(digests))]

    async def add(self, token: AccessToken) -> None:
        """Insert a new token."""
        await self.session.execute(
            _ADD,
            network_id=token.network,
            digest=token.digest,
            api_client_id=token.api_client,
            agency_id=token.agency,
            scopes=str(token.scopes),
            issued_at=token.issued_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )

    async def revoke(self, digest: bytes, at: datetime) -> None:
        """End one token."""
        await self.session.execute(_REVOKE, ended=digest, at=at)

    async def revoke_all(self, api_client: ApiClientId, at: datetime) -> None:
        """End every token of a client."""
        await self.session.execute(_REVOKE_ALL, api_client=api_client, at=at)


def _kept(row: asyncpg.Record) -> KeptToken:
    token = AccessToken(
        digest=row["digest"],
        network=NetworkId(row["network_id"]),
        api_client=ApiClientId(row["api_client_id"]),
        agency=AgencyId(row["agency_id"]),
        scopes=Scopes.parse(row["scopes"]),
        issued_at=row["issued_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )
    return KeptToken(token=token, roles=frozenset(map(Role, row["roles"])), standing=row["standing"])
