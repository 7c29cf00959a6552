"""What agencies say of their clients' acuity, to rows and back."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.caseloads import ClientAcuityRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.caseloads.acuity import Acuity, ClientAcuity
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ClientId

_A = table_of(ClientAcuityRow)
_ONE = select(_A).where(
    _A.c.network_id == bindparam("network"),
    _A.c.agency_id == bindparam("agency"),
    _A.c.client_id == bindparam("client"),
)
_GET, _LOCK = Statement.of(_ONE), Statement.of(_ONE.with_for_update())


def _save() -> Statement:
    row = insert(_A)
    changed = {name: row.excluded[name] for name in ("acuity", "weight", "note", "version", "updated_at")}
    return Statement.of(
        row.on_conflict_do_update(
            index_elements=list(_A.primary_key), set_=changed, where=_A.c.version == row.excluded.version - 1
        )
    )


_SAVE = _save()


class AcuityRepository:
    """What agencies say of their clients' acuity."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, agency: AgencyId, client: ClientId) -> ClientAcuity:
        """Return what an agency says of a client."""
        return await self._read(_GET, agency, client)

    async def lock(self, agency: AgencyId, client: ClientId) -> ClientAcuity:
        """Return what an agency says of a client, and lock the row when there is one."""
        return await self._read(_LOCK, agency, client)

    async def save(self, acuity: ClientAcuity) -> None:
        """Write it, one version on; refuse when somebody else was faster."""
        written = await self.session.execute(
            _SAVE,
            network_id=acuity.network,
            agency_id=acuity.agency,
            client_id=acuity.client,
            acuity=acuity.acuity,
            weight=acuity.weight,
            note=acuity.note,
            version=acuity.version + 1,
            updated_at=acuity.updated_at,
        )
        if written == 0:
            raise Conflict("acuity.changed-meanwhile", "Somebody changed it at the same moment.")
        acuity.version += 1

    async def _read(self, statement: Statement, agency: AgencyId, client: ClientId) -> ClientAcuity:
        row = await self.session.fetch_row(statement, agency=agency, client=client)
        acuity = ClientAcuity(network=self.session.network, agency=agency, client=client)
        if row is not None:
            acuity.acuity, acuity.note = Acuity(row["acuity"]), row["note"]
            acuity.updated_at, acuity.version = row["updated_at"], row["version"]
        return acuity
