"""The signed papers themselves."""

from uuid import UUID

from app.adapters.postgres.tables.columns import belongs, digest, key, one_of, reference, text
from app.adapters.postgres.tables.row import Row
from app.domain.consents.document import MediaType


class ConsentDocumentRow(Row, table=True):
    """The paper of one consent, kept apart, so that no list ever reads it."""

    __tablename__ = "consent_documents"
    __table_args__ = (
        one_of("consent_documents", "media_type", MediaType),
        belongs("consent_documents", "consent_id", "consents"),
        belongs("consent_documents", "client_id", "clients"),
    )
    network_id: UUID = key()
    consent_id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    media_type: str = text()
    content: bytes = digest()
