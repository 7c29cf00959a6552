"""Everything about the audit log that a use case can reach, on one open session."""

from app.adapters.postgres.queries.audit import AuditAnchorQueries, AuditTrailQueries, AuditTreeQueries
from app.adapters.postgres.repositories.audit import AuditAnchorRepository, AuditFindingRepository
from app.adapters.postgres.session import Session


class PostgresAudit:
    """`Audit` of one network."""

    __slots__ = ("anchor_list", "anchors", "findings", "trail", "tree")

    def __init__(self, session: Session) -> None:
        self.trail, self.tree = AuditTrailQueries(session), AuditTreeQueries(session)
        self.anchor_list = AuditAnchorQueries(session)
        self.anchors, self.findings = AuditAnchorRepository(session), AuditFindingRepository(session)
