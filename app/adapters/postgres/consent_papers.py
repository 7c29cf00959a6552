"""Every repository and query of the papers around consents, on one open session."""

from app.adapters.postgres.queries.consent_overrides import ConsentOverrideQueries
from app.adapters.postgres.repositories.consent_overrides import ConsentOverrideRepository
from app.adapters.postgres.session import Session


class PostgresConsentPapers:
    """Everything that surrounds the consents of the network's clients."""

    __slots__ = ()
    session: Session

    @property
    def consent_overrides(self) -> ConsentOverrideRepository:
        """The requests to do without a consent."""
        return ConsentOverrideRepository(self.session)

    @property
    def consent_override_list(self) -> ConsentOverrideQueries:
        """Lists of them."""
        return ConsentOverrideQueries(self.session)
