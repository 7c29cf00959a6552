"""What the relay writes: how far each network's log is numbered, and who may hear of each event."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import key, reference
from app.adapters.postgres.tables.row import Row


class EventSequenceRow(Row, table=True):
    __tablename__ = "event_sequences"
    network_id: UUID = key()
    last_seq: int = Field(sa_type=BigInteger)


class EventRecipientRow(Row, table=True):
    __tablename__ = "event_recipients"
    network_id: UUID = key()
    agency_id: UUID = key()
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: UUID = reference()
