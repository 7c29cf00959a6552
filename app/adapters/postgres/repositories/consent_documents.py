"""Signed papers to rows and back."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consent_documents import ConsentDocumentRow
from app.domain.consents.consent import Consent
from app.domain.consents.document import MediaType, Paper
from app.domain.identity import ConsentId

_T = table_of(ConsentDocumentRow)
_ONE = (_T.c.network_id == bindparam("network"), _T.c.consent_id == bindparam("consent"))
_GET = Statement.of(select(_T).where(*_ONE))
_REMOVE = Statement.of(delete(_T).where(*_ONE))
_INSERT = insert(_T)
_PUT = Statement.of(
    _INSERT.on_conflict_do_update(
        index_elements=list(_T.primary_key),
        set_={"media_type": _INSERT.excluded.media_type, "content": _INSERT.excluded.content},
    )
)


class ConsentDocumentRepository:
    """The signed papers of the network's consents."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, consent: ConsentId) -> Paper | None:
        """Return the paper of a consent."""
        row = await self.session.fetch_row(_GET, consent=consent)
        return None if row is None else Paper(media_type=MediaType(row["media_type"]), content=row["content"])

    async def put(self, consent: Consent, paper: Paper) -> None:
        """Insert a paper, or replace the one before."""
        await self.session.execute(
            _PUT,
            network_id=consent.network,
            consent_id=consent.id,
            client_id=consent.client,
            agency_id=consent.agency,
            media_type=paper.media_type,
            content=paper.content,
        )

    async def remove(self, consent: ConsentId) -> None:
        """Delete it."""
        await self.session.execute(_REMOVE, consent=consent)
