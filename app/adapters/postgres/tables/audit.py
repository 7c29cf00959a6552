"""The audit log: entries as they are written, the tree over them as it is sealed, and by whom they can be found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, SmallInteger, Text
from sqlalchemy import text as text_of
from sqlmodel import Field

from app.adapters.postgres.tables.columns import digest, key, moment, reference, references, text, texts
from app.adapters.postgres.tables.row import Row


class AuditRow(Row, table=True):
    """One call; `leaf` is the hash of all before it, `mac` the code that only the service can give the leaf."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_at", "network_id", "at", "id"),
        Index("ix_audit_entries_agency", "network_id", "agency_id", "at", "id"),
        Index("ix_audit_entries_actor", "network_id", "actor_id", "at", "id"),
        Index("ix_audit_entries_action", "network_id", "action", "at", "id"),
        Index(
            "ix_audit_entries_changes",
            *("network_id", "permission", "at", "id"),
            postgresql_where=text_of("permission IN ('c', 'u', 'd')"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    at: datetime = moment()
    actor_id: UUID = reference()
    agency_id: UUID = reference()
    api_client_id: UUID | None = reference(nullable=True)
    worker_id: UUID | None = reference(nullable=True)
    principal_id: UUID | None = reference(nullable=True)
    roles: list[str] = texts()
    action: str = text()
    permission: str = text()
    subject_type: str = text()
    subject_ids: list[UUID] = references()
    client_ids: list[UUID] = references()
    request_id: str = text()
    leaf: bytes = digest()
    mac: bytes = digest()


class AuditLeafRow(Row, table=True):
    """The place of an entry in the log; `mac` is the code that only the service can give that place."""

    __tablename__ = "audit_leaves"
    __table_args__ = (Index("ix_audit_leaves_entry", "network_id", "entry_id", unique=True),)
    network_id: UUID = key()
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    entry_id: UUID = reference()
    leaf: bytes = digest()
    mac: bytes = digest()


class AuditNodeRow(Row, table=True):
    """A complete subtree of two leaves or more."""

    __tablename__ = "audit_nodes"
    network_id: UUID = key()
    level: int = Field(primary_key=True, sa_type=SmallInteger, sa_column_kwargs={"autoincrement": False})
    index: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    hash: bytes = digest()


class AuditHeadRow(Row, table=True):
    """How far a log is sealed: where to go on."""

    __tablename__ = "audit_heads"
    network_id: UUID = key()
    size: int = Field(sa_type=BigInteger)
    last_id: UUID = reference()
    peaks: bytes = digest()
    sealed_at: datetime = moment()


class AuditCheckpointRow(Row, table=True):
    """The newest checkpoint of each hour, signed: what an older one says, the tree proves."""

    __tablename__ = "audit_checkpoints"
    network_id: UUID = key()
    hour: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    size: int = Field(sa_type=BigInteger)
    root: bytes = digest()
    at: datetime = moment()
    key_id: str = text()
    note: str = text()


class AuditSubjectRow(Row, table=True):
    """Whom and what an entry is about, found by id; follows from the entries. Of a client, on which basis it was."""

    __tablename__ = "audit_subjects"
    network_id: UUID = key()
    subject_id: UUID = key()
    at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    entry_id: UUID = key()
    agency_id: UUID = reference()
    bases: list[str] | None = texts(nullable=True)


class AuditFindingRow(Row, table=True):
    """An entry that the service did not write: it is not sealed, and somebody was told."""

    __tablename__ = "audit_findings"
    network_id: UUID = key()
    entry_id: UUID = key()
    fault: str = Field(sa_type=Text)
    at: datetime = moment()


class AuditAnchorRow(Row, table=True):
    """A checkpoint of another log, kept for it: what it said once, it cannot unsay."""

    __tablename__ = "audit_anchors"
    __table_args__ = (
        Index("ix_audit_anchors_origin", "network_id", "origin", "size"),
        Index("ix_audit_anchors_at", "network_id", "at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    origin: str = text()
    size: int = Field(sa_type=BigInteger)
    root: bytes = digest()
    key: str = text()
    note: str = text()
    agency_id: UUID = reference()
    at: datetime = moment()
