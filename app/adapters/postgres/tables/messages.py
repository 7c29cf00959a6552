"""What the sides of handoffs say to each other; the index is a conversation in its order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index

from app.adapters.postgres.tables.columns import belongs, key, moment, reference, text
from app.adapters.postgres.tables.row import Row


class HandoffMessageRow(Row, table=True):
    __tablename__ = "handoff_messages"
    __table_args__ = (
        belongs("handoff_messages", "handoff_id", "handoffs"),
        belongs("handoff_messages", "client_id", "clients"),
        belongs("handoff_messages", "agency_id", "agencies"),
        Index("ix_handoff_messages_handoff", "network_id", "handoff_id", "at", "id"),
        Index("ix_handoff_messages_client", "network_id", "client_id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    handoff_id: UUID = reference()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    by: UUID = reference()
    at: datetime = moment()
    text: str = text()
