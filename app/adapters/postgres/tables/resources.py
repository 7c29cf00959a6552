"""FHIR resources as they are served, what they said before, and the terms by which they are found (decision 0040)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Double, Index, Integer, SmallInteger, Text
from sqlalchemy import text as sql
from sqlmodel import Field

from app.adapters.postgres.tables.columns import digest, flag, moment, one_of, reference, references
from app.adapters.postgres.tables.columns import key as part_of_key
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.resources.reading import ResourceReading


def _bytewise() -> Text:
    return Text(collation="C")


class ResourceRow(Row, table=True):
    """One resource now: projected from an aggregate in the transaction that changed it, or kept as it came.

    `content` is its JSON without resourceType, id and meta, `meta` what its meta says beside version and date; the
    `other` ones are its second face. `source` is what was posted for an aggregate, `rendered` what was made of the
    aggregate right then: what both agree on still is as it was posted.
    """

    __tablename__ = "resources"
    __table_args__ = (
        one_of("resources", "reading", ResourceReading),
        Index("ix_resources_changed", "network_id", "type", "updated_at", "id"),
        Index(
            "ix_resources_client",
            *("network_id", "client_id", "type", "updated_at", "id"),
            postgresql_where=sql("client_id IS NOT NULL"),
        ),
        Index("ix_resources_agency", "network_id", "agency_id", "type", "id"),
        Index("ix_resources_network", "network_id", "type", "id", postgresql_where=sql("reading = 'network'")),
        *(
            Index(
                f"ix_resources_party_{place}",
                *("network_id", sql(f"(parties[{place}])"), "type", "id"),
                postgresql_where=sql(f"(parties[{place}]) IS NOT NULL"),
            )
            for place in (1, 2)
        ),
        Index("ix_resources_parties", "network_id", "type", "id", postgresql_where=sql("(parties[3]) IS NOT NULL")),
    )
    network_id: UUID = part_of_key()
    type: str = Field(primary_key=True, sa_type=_bytewise())
    id: UUID = part_of_key()
    version: int = Field(sa_type=Integer)
    updated_at: datetime = moment()
    deleted: bool = flag()
    projected: bool = flag()
    agency_id: UUID | None = reference(nullable=True)
    client_id: UUID | None = reference(nullable=True)
    reading: str = words()
    parties: list[UUID] = references()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    hidden: bool = flag()
    content: bytes = digest()
    meta: bytes = digest()
    other_content: bytes | None = digest(nullable=True)
    other_meta: bytes | None = digest(nullable=True)
    other_agency_id: UUID | None = reference(nullable=True)
    source: bytes | None = digest(nullable=True)
    source_meta: bytes | None = digest(nullable=True)
    rendered: bytes | None = digest(nullable=True)
    rendered_meta: bytes | None = digest(nullable=True)


class ResourceVersionRow(Row, table=True):
    """What a resource said before it was changed or deleted; who may read it is asked of the resource."""

    __tablename__ = "resource_versions"
    __table_args__ = (Index("ix_resource_versions_changed", "network_id", "type", "updated_at", "id"),)
    network_id: UUID = part_of_key()
    type: str = Field(primary_key=True, sa_type=_bytewise())
    id: UUID = part_of_key()
    version: int = Field(primary_key=True, sa_type=Integer)
    updated_at: datetime = moment()
    deleted: bool = flag()
    content: bytes = digest()
    meta: bytes = digest()
    other_content: bytes | None = digest(nullable=True)
    other_meta: bytes | None = digest(nullable=True)


class ResourceWordRow(Row, table=True):
    """A token, string, reference or address by which a resource is found; `key` is `Type.parameter`.

    The primary key is the index that a search reads, the newest last. `face` says who finds it: 0 everybody, 1 those
    who are shown the whole, 2 those who are shown the other face. The terms of a resource are always replaced together.
    """

    __tablename__ = "resource_words"
    __table_args__ = (Index("ix_resource_words_resource", "network_id", "type", "id"),)
    network_id: UUID = part_of_key()
    key: str = Field(primary_key=True, sa_type=_bytewise())
    value: str = Field(primary_key=True, sa_type=_bytewise())
    updated_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    id: UUID = part_of_key()
    type: str = Field(sa_type=_bytewise())
    face: int = Field(sa_type=SmallInteger)


class ResourceSpanRow(Row, table=True):
    """A date or period by which a resource is found: from `since` on, before `until`."""

    __tablename__ = "resource_spans"
    __table_args__ = (Index("ix_resource_spans_resource", "network_id", "type", "id"),)
    network_id: UUID = part_of_key()
    key: str = Field(primary_key=True, sa_type=_bytewise())
    since: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    until: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    id: UUID = part_of_key()
    type: str = Field(sa_type=_bytewise())
    face: int = Field(sa_type=SmallInteger)


class ResourceAmountRow(Row, table=True):
    """A number or quantity by which a resource is found; `unit` is empty where it has none.

    Not of `numeric`: PostgreSQL does not trust its comparisons to tell nothing, so that under row-level security no
    index is read by them.
    """

    __tablename__ = "resource_amounts"
    __table_args__ = (Index("ix_resource_amounts_resource", "network_id", "type", "id"),)
    network_id: UUID = part_of_key()
    key: str = Field(primary_key=True, sa_type=_bytewise())
    low: float = Field(primary_key=True, sa_type=Double)
    high: float = Field(primary_key=True, sa_type=Double)
    unit: str = Field(primary_key=True, sa_type=_bytewise())
    updated_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    id: UUID = part_of_key()
    type: str = Field(sa_type=_bytewise())
    face: int = Field(sa_type=SmallInteger)
