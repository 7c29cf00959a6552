"""The few kinds of column there are, so that every table reads alike."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, UUID
from sqlmodel import Field, SQLModel


def table_of(row: type[SQLModel]) -> Table:
    """Return the table that a row class declares, for statements to be written over."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


def key() -> Any:
    """One column of the primary key; `network_id` is always the first."""
    return Field(primary_key=True, sa_type=UUID(as_uuid=True))


def reference(*, nullable: bool = False) -> Any:
    """Hold the id of another row of the network."""
    return Field(default=None, sa_type=UUID(as_uuid=True), nullable=nullable)


def text(*, nullable: bool = False) -> Any:
    """Hold text, bounded by the door and by the domain."""
    return Field(default=None, sa_type=Text, nullable=nullable)


def sortable(*, nullable: bool = False) -> Any:
    """Hold text that is compared by its bytes: sorted, and searched by how it begins."""
    return Field(default=None, sa_type=Text(collation="C"), nullable=nullable)


def flag() -> Any:
    """Hold yes or no."""
    return Field(default=None, sa_type=Boolean, nullable=False)


def moment(*, nullable: bool = False) -> Any:
    """Hold a moment, in UTC."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=nullable)


def document(*, nullable: bool = False) -> Any:
    """Hold value objects that are never searched."""
    return Field(default=None, sa_type=JSONB(none_as_null=True), nullable=nullable)


def digest(*, nullable: bool = False) -> Any:
    """Hold bytes."""
    return Field(default=None, sa_type=BYTEA, nullable=nullable)


def texts(*, nullable: bool = False) -> Any:
    """Hold a list of text."""
    return Field(default=None, sa_type=ARRAY(Text), nullable=nullable)


def references(*, nullable: bool = False) -> Any:
    """Hold a list of ids."""
    return Field(default=None, sa_type=ARRAY(UUID(as_uuid=True)), nullable=nullable)


def one_of(table: str, column: str, values: type[StrEnum]) -> CheckConstraint:
    """Allow only the values of an enumeration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def belongs(table: str, column: str, target: str) -> ForeignKeyConstraint:
    """Point at a row of another table, within the same network."""
    return ForeignKeyConstraint(
        ["network_id", column], [f"{target}.network_id", f"{target}.id"], name=f"fk_{table}_{column}"
    )
