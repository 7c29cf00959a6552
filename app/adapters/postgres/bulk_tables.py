"""Every repository of bulk exports and imports, on one open session."""

from app.adapters.postgres.queries.resource_walk import ResourceWalkQueries
from app.adapters.postgres.repositories.resource_exports import ResourceExportRepository
from app.adapters.postgres.repositories.resource_imports import ResourceImportRepository
from app.adapters.postgres.session import Session


class PostgresBulkTables:
    """What is taken out and in by the thousand."""

    __slots__ = ()
    session: Session

    @property
    def resource_exports(self) -> ResourceExportRepository:
        """The bulk exports."""
        return ResourceExportRepository(self.session)

    @property
    def resource_imports(self) -> ResourceImportRepository:
        """The bulk imports."""
        return ResourceImportRepository(self.session)

    @property
    def resource_walk(self) -> ResourceWalkQueries:
        """The way through all resources."""
        return ResourceWalkQueries(self.session)
