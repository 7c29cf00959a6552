"""On which bases agencies may see clients, with what an agency's lists and searches need, so that none reads more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, SmallInteger, Text
from sqlalchemy import text as sql
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, flag, key, moment, one_of, references, sortable
from app.adapters.postgres.tables.row import Row
from app.domain.clients.access import Basis


class ClientAccessRow(Row, table=True):
    __tablename__ = "client_access"
    __table_args__ = (
        one_of("client_access", "basis", Basis),
        belongs("client_access", "agency_id", "agencies"),
        belongs("client_access", "client_id", "clients"),
        Index("ix_client_access_client", "network_id", "client_id"),
        Index("ix_client_access_source", "network_id", "source_id"),
        Index("ix_client_access_recent", "network_id", "agency_id", "client_updated_at", "client_id"),
        Index("ix_client_access_name", "network_id", "agency_id", "client_name_key", "client_id"),
    )
    network_id: UUID = key()
    agency_id: UUID = key()
    client_id: UUID = key()
    basis: str = Field(primary_key=True, sa_type=Text)
    source_id: UUID = key()
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)
    tier: int = Field(sa_type=SmallInteger)
    client_updated_at: datetime = moment()
    client_name_key: str = sortable()


class ClientAccessNameRow(Row, table=True):
    """A name under which an agency finds a client, if its tier is at least `least_tier`: that is asked apart."""

    __tablename__ = "client_access_names"
    __table_args__ = (
        belongs("client_access_names", "client_id", "clients"),
        Index("ix_client_access_names_client", "network_id", "client_id", "agency_id", "term"),
    )
    network_id: UUID = key()
    agency_id: UUID = key()
    term: str = Field(primary_key=True, sa_type=Text(collation="C"))
    client_id: UUID = key()
    least_tier: int = Field(sa_type=SmallInteger)


class ClientShareRow(Row, table=True):
    """What one consent opens to one agency; follows from the consents, the care teams and who serves the client.

    `disclosers`: the agencies whose records it opens, null for everybody's. `on_team`: it has an active member on a
    team of the client. `named`: the client named it, not only a class of it.
    """

    __tablename__ = "client_shares"
    __table_args__ = (
        belongs("client_shares", "client_id", "clients"),
        belongs("client_shares", "consent_id", "consents"),
        Index("ix_client_shares_team", "network_id", "agency_id", "client_id", postgresql_where=sql("on_team")),
    )
    network_id: UUID = key()
    client_id: UUID = key()
    agency_id: UUID = key()
    consent_id: UUID = key()
    kinds: int = Field(sa_type=BigInteger)
    labels: int = Field(sa_type=SmallInteger)
    on_team: bool = flag()
    named: bool = flag()
    disclosers: list[UUID] | None = references(nullable=True)
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)
