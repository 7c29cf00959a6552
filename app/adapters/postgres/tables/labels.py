"""What is still to be done since the programs of an agency have changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, SmallInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, flag, key, moment, texts
from app.adapters.postgres.tables.row import Row


class RelabellingRow(Row, table=True):
    __tablename__ = "relabellings"
    __table_args__ = (belongs("relabellings", "agency_id", "agencies"),)
    network_id: UUID = key()
    agency_id: UUID = key()
    labels: int = Field(sa_type=SmallInteger)
    programs: list[str] = texts()
    looks: int = Field(sa_type=SmallInteger)
    listed: bool = flag()
    done: int = Field(sa_type=Integer)
    due: datetime = moment()


class RelabellingClientRow(Row, table=True):
    """A client whose records wait for their labels; `reshare` when its shares wait too."""

    __tablename__ = "relabelling_clients"
    __table_args__ = (
        belongs("relabelling_clients", "agency_id", "agencies"),
        belongs("relabelling_clients", "client_id", "clients"),
    )
    network_id: UUID = key()
    agency_id: UUID = key()
    client_id: UUID = key()
    reshare: bool = flag()
