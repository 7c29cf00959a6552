"""Bulk exports and imports of resources, and the lines that they hold for a while, sealed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, digest, document, key, moment, one_of, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.errands import ErrandColumns, of_errands
from app.adapters.postgres.tables.row import Row
from app.domain.errands.bulk_export import FileKind


class ResourceExportRow(ErrandColumns, table=True):
    """One bulk export: what was asked, and after which resource it goes on."""

    __tablename__ = "resource_exports"
    __table_args__ = of_errands("resource_exports")
    question: dict[str, object] = document()
    stretch: int = Field(sa_type=Integer)
    client: int = Field(sa_type=Integer)
    after: UUID | None = reference(nullable=True)
    files: int = Field(sa_type=Integer)
    lines: int = Field(sa_type=Integer)


class ResourceExportFileRow(Row, table=True):
    """A file of an export; it goes when its time is over, and whole when a client of whom it tells is forgotten."""

    __tablename__ = "resource_export_files"
    __table_args__ = (
        one_of("resource_export_files", "kind", FileKind),
        belongs("resource_export_files", "export_id", "resource_exports"),
        Index("ix_resource_export_files_expires", "network_id", "expires_at"),
    )
    network_id: UUID = key()
    export_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    kind: str = words()
    type: str = words()
    lines: int = Field(sa_type=Integer)
    size: int = Field(sa_type=Integer)
    ids: list[UUID] = references()
    faces: list[int] = Field(default=None, sa_type=ARRAY(SmallInteger), nullable=False)
    client_ids: list[UUID] = references()
    sensitivity: int = Field(sa_type=SmallInteger)
    expires_at: datetime = moment()
    content: bytes = digest()


class ResourceImportRow(ErrandColumns, table=True):
    """One bulk import: how many of its parts are taken, and what became of their lines."""

    __tablename__ = "resource_imports"
    __table_args__ = of_errands("resource_imports")
    request: str = words()
    parts: int = Field(sa_type=Integer)
    done: int = Field(sa_type=Integer)
    fates: dict[str, int] = document()


class ResourceImportPartRow(Row, table=True):
    """Some lines of an import: what was sent until it is taken, then what is told of it."""

    __tablename__ = "resource_import_parts"
    __table_args__ = (
        belongs("resource_import_parts", "import_id", "resource_imports"),
        Index("ix_resource_import_parts_expires", "network_id", "expires_at"),
    )
    network_id: UUID = key()
    import_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    lines: int = Field(sa_type=Integer)
    taken: int = Field(sa_type=Integer)
    refused: int = Field(sa_type=Integer)
    content: bytes | None = digest(nullable=True)
    taken_told: bytes | None = digest(nullable=True)
    refused_told: bytes | None = digest(nullable=True)
    expires_at: datetime = moment()
